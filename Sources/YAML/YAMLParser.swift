import CYAML
import Documents

/// Owns one `yaml_parser_t` and the bytes it reads.
///
/// Made by `yaml_parser_initialize`; deleted and freed once, by `deinit`. The bytes are copied,
/// because libyaml keeps a pointer to them until the end.
@safe struct YAMLParser: ~Copyable {
    private let raw: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let file: String

    init(_ bytes: [UInt8], file: String) throws(DocumentError) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            unsafe parser.deallocate()
            let place = DocumentPlace(file: file, line: 1, column: 1)
            throw DocumentError(place, "no memory to read the file")
        }
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        _ = unsafe copy.initialize(from: bytes)
        unsafe yaml_parser_set_input_string(parser, copy.baseAddress, bytes.count)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        (unsafe raw, unsafe input, self.file) = (unsafe parser, unsafe copy, file)
    }

    deinit {
        unsafe yaml_parser_delete(raw)
        unsafe raw.deallocate()
        unsafe input.deallocate()
    }

    /// The next event.
    mutating func next() throws(DocumentError) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(raw, &event) == 1 else { throw complaint() }
        defer { unsafe yaml_event_delete(&event) }
        return unsafe read(event)
    }

    private func read(_ event: yaml_event_t) -> YAMLEvent {
        var hasAnchor = false
        var hasTag = false
        let kind: YAMLEvent.Kind
        switch unsafe event.type {
        case YAML_STREAM_START_EVENT: kind = .streamStart
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
        case YAML_ALIAS_EVENT: kind = .alias
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            hasAnchor = unsafe scalar.anchor != nil
            hasTag = unsafe scalar.tag != nil
            let text = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            kind = unsafe .scalar(String(decoding: text, as: UTF8.self), plain: isPlain)
        case YAML_SEQUENCE_START_EVENT:
            hasAnchor = unsafe event.data.sequence_start.anchor != nil
            hasTag = unsafe event.data.sequence_start.tag != nil
            kind = .sequenceStart
        case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            hasAnchor = unsafe event.data.mapping_start.anchor != nil
            hasTag = unsafe event.data.mapping_start.tag != nil
            kind = .mappingStart
        case YAML_MAPPING_END_EVENT: kind = .mappingEnd
        default: kind = .streamEnd
        }
        let place = unsafe place(event.start_mark)
        return YAMLEvent(kind: kind, place: place, hasAnchor: hasAnchor, hasTag: hasTag)
    }

    /// What libyaml found wrong, in its own words.
    private func complaint() -> DocumentError {
        let parser = unsafe raw.pointee
        let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "not YAML"
        let context = unsafe parser.context.map { unsafe " " + String(cString: $0) } ?? ""
        let mark = unsafe place(parser.problem_mark)
        // A wrong byte is found while reading ahead, before there is a mark for it: count its line.
        guard unsafe parser.error == YAML_READER_ERROR else {
            return DocumentError(mark, problem + context)
        }
        let before = unsafe input.prefix(Int(parser.problem_offset))
        let line = unsafe before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = unsafe before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
        return DocumentError(DocumentPlace(file: file, line: line, column: column), problem)
    }

    private func place(_ mark: yaml_mark_t) -> DocumentPlace {
        DocumentPlace(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
