import Wire

/// SHA-256 of drawings by `qrcode` 8.2 (PyPI), its first eight bytes.
extension QRDrawing {
    /// Texts of the alphanumeric mode on both sides of each width of the count: seed, count,
    /// correction, version, mask.
    static let texts: [(UInt64, Int, QRCode.Correction, Int, Int, String)] = [
        (900, 1, .high, 1, 0, "bcdbc0540e4ee945"),
        (901, 2, .quartile, 1, 0, "3c35c3d4334ee64a"),
        (902, 25, .low, 1, 2, "9727946bb7350157"),
        (903, 47, .medium, 3, 3, "bd580fd7826e770b"),
        (904, 335, .low, 9, 7, "8ddc76e44e719dc1"),
        (905, 336, .low, 10, 2, "ad8238b3f4f4932e"),
        (906, 1990, .low, 26, 7, "3f34b71004faa81f"),
        (907, 1991, .low, 27, 0, "efa87e91feaebdf8"),
        (908, 4296, .low, 40, 1, "904a877a241b097d"),
        (909, 1852, .high, 40, 3, "f80d4cec25609d1f"),
        (910, 77, .quartile, 5, 1, "c51468deee2c59c2"),
        (911, 64, .low, 3, 4, "e72bdbbbe09d75e2"),
    ]

    /// Versions 1 to 40, each at its four corrections filled to the last byte; the seed is four
    /// times the version and the correction's place.
    ///
    /// `segno` 1.6.6 (PyPI) drew the same ones.
    static let full: [[String]] = [
        ["42ccf6a237fefc90", "5a7cc0c70fd699fb", "fe96b978b8f4f3a1", "39e000b29e097dc4"],
        ["ee59218cb58596a3", "47169aea2f8d5648", "ff52a7613b56ba5b", "5a6c17e0f7c67b26"],
        ["5998ee11c4410602", "b67636fbd4825855", "c0e4c1e87f9ca530", "22fcf5ad1559a8a2"],
        ["8f4fe729cbd48d5b", "d462a62eb22b3471", "5c249c3a801e8fbf", "0705ff51c7dab6f3"],
        ["a42b78962aff9a63", "3d9d5815ffcba628", "077eaf49902157fd", "293a4818d7cec74f"],
        ["1e5454ce1aacf530", "d6e03023989af4dd", "b9b0e7ed0c88eb0b", "5cfd625e7c230543"],
        ["59458d71bdaf1aff", "061312775cc42797", "f995d813a57b9d69", "257dde5f3fd53e5d"],
        ["e27619b71fd153cb", "85570c2d3739239f", "3d8360cbc5e0f410", "f4110e500ae97bad"],
        ["fce05e81a78bedd4", "2b62d6505845b533", "8d8d940ba46b7ab2", "0486f5ca4db635eb"],
        ["939f9224d72633dd", "9874c26b857e2e6f", "b10bb0b7eac1fe0e", "2edd9a5f7df0e66d"],
        ["5fbd8adde6d1e16a", "dded8a1f3c1b9816", "7ad1e5046936cee1", "775751d3ddc4e2de"],
        ["b5540af979485ef0", "1cdfaf590a8025d4", "b57d2ebd05a5f8a9", "52c47fc0f832ad8b"],
        ["404b428130c2d814", "e797f5d1ca18216e", "36adcba1bc5ad53b", "e3726fbd52c76e14"],
        ["ceb9ee2b43dce36a", "17afb8470c47fd4a", "0c903a7cfc6a922b", "85971c8745347b1a"],
        ["2c95daac32f4a46c", "3763be6dbfbb37d9", "c771d40020a62026", "2ea5f5acca3b5f38"],
        ["49b0b25378f8d6a1", "49090f32d6efa8a0", "22e0d9bd541711e4", "06f243ec08f7b3f2"],
        ["0df065ecfdcf8a12", "6b6e589412861fb9", "ea138e153bc129fe", "f8ca1d690cfab385"],
        ["6fc192ab5248e5a2", "3ca6b52807cc8ea6", "c84cb1705db1672c", "95d46a570f284e82"],
        ["10209aa23177b828", "3a9442bdda1ccf33", "eec49b1fb224c474", "b3d5f96ac1838cad"],
        ["67ac6d2c6c24b7f9", "12be4c1231bd83c7", "4a7da89ae4f08ace", "063fcbad83100559"],
        ["35f5594e58bd3b43", "768d947571e7314d", "bc6bc8d807c9f552", "cd5fa7d92b519f3a"],
        ["654179a6b4c0827c", "13c7b07e3cc19eb2", "6a9a77ab0e15161b", "8e8e90429427b7dc"],
        ["61e2edc146a23cb1", "cd3dc676afa273f0", "131ac0916df81933", "b54a528c9f94dc37"],
        ["69c0f5f1486d3d39", "ed36ee7d1f48ccf3", "7b8cc3ea134cddc4", "ecca27511756e098"],
        ["33ff84bb334040c4", "7f310107091d0981", "91d75c6b52fa6e5c", "a8e550157a6963f1"],
        ["ac5f433af3d7a53e", "048182bcc409c42d", "43186325c7a7375c", "05309f1285b70eb4"],
        ["44f2903dff3b4a81", "cac70b1d4a55a043", "45a087ce9949c6f1", "faf217c90e08be94"],
        ["5697e31c94589c35", "82ebe0a6b4da0839", "858638497a98bc3e", "e4edaa9e164c115b"],
        ["ca5365bf441d199c", "bb1b6ba06efe96b5", "dc36b3610a60a59a", "a9ffe4ee7bb63c3d"],
        ["e366c65ab6c5bfa8", "b3baca8ff64e1220", "8f4d5dae12acbd21", "098eb05302acda4f"],
        ["1ff366684f01ed68", "a060934d96a9a633", "09a6ce5b55d4c1a3", "e373a3b0c7f7cc0d"],
        ["e8f004dbad4ca45e", "8c9ce661745c59d3", "d17e8cb190ee7ee3", "67333d243db95de4"],
        ["980cc332d925e9e4", "47112dd57d1f289a", "a81f1b32d6065358", "d354e1001c2cf728"],
        ["389e4707e2475273", "ae589ab9da6e602c", "5e3901eaa86bf7a7", "c81996d2a304ec52"],
        ["8843964de6113b12", "ddaac4409a3c4a84", "4b37c83a32fe5831", "803981ba6f7c764d"],
        ["64b45ec417784b94", "11628f170967424c", "b79588f2069efb8a", "24a9566f1698f997"],
        ["db007d508cd19293", "f25333af1451bf68", "ed63d64446cbd436", "8339daca20280d59"],
        ["99dc638cd8cce931", "261b4e83663efb26", "2ff868a035d318f2", "61cda99aea72f6e6"],
        ["1317625a936b535c", "bb1e8f5a53660491", "51876c55ea4d5564", "493488905194145d"],
        ["ee87150ced656456", "e7a9cfdc88c3ce6f", "7423a47f2edc4a79", "ac54ebc6ec1ed54f"],
    ]
}
