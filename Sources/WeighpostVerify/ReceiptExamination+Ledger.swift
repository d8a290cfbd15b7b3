import Evidence
import LightClients
import Wire

// What the ledger says of the entry: by its log, or by its answer to the batch.

extension ReceiptExamination {
    mutating func checkLog(
        of receipt: LogReceipt, _ entry: JournalEntry?, _ last: VerifiedHeader?
    ) {
        guard let last else { return }
        let (recorded, path) = (receipt.proof.entry, receipt.proof.way.path)
        do {
            try receipt.verify(appHash: last.header.appHash)
            findings.note(
                .log,
                "block \(recorded.height) recorded it as entry \(recorded.seq) of "
                    + "\(recorded.gateway), number \(path.index + 1) of \(path.total) in the log of "
                    + "\(trust.chainID) after block \(last.height - 1), "
                    + (recorded.hasBytes
                        ? "whole, and judged by its content"
                        : "by its digest alone: its content was not judged"))
        } catch {
            findings.fail(.log, "\(error)")
        }
        guard let entry else { return }
        // Any gateway may record any digest among its own: whose entry it is says the ledger.
        if !entry.gateway.utf8.elementsEqual(recorded.gateway.utf8) {
            findings.fail(
                .gateway,
                "the ledger recorded it for \(recorded.gateway), not for \(entry.gateway)")
        }
        if entry.seq != recorded.seq {
            findings.fail(
                .sequence, "entry \(entry.seq) stands in the place of entry \(recorded.seq)")
        }
    }

    mutating func checkResult(
        of receipt: Receipt, _ last: VerifiedHeader?
    ) -> AcceptanceData? {
        let result: ExecTxResult
        do {
            result = try ExecTxResult(deterministicBytes: receipt.result)
        } catch {
            findings.fail(.result, "the ledger's answer: \(error)")
            return nil
        }
        guard result.code <= 1 else {
            findings.fail(.result, "the ledger refused the batch with code \(result.code)")
            return nil
        }
        if let last {
            let proof = ResultProof(result: result, path: receipt.resultPath)
            if proof.isValid(lastResultsHash: last.header.lastResultsHash) {
                findings.note(
                    .result,
                    "the ledger answered to the batch in block \(last.height - 1) of "
                        + trust.chainID)
            } else {
                findings.fail(
                    .result, "the ledger's answer is not under header \(last.height)")
            }
        }
        do {
            return try AcceptanceData(decoding: result.data)
        } catch {
            findings.fail(.result, "\(error)")
            return nil
        }
    }

    // MARK: The batch

    mutating func checkPlace(
        of receipt: Receipt, _ entry: JournalEntry?, _ acceptance: AcceptanceData,
        _ last: VerifiedHeader?
    ) {
        let inclusion = receipt.inclusion
        guard inclusion.root == acceptance.root else {
            findings.fail(.batch, "the entry is not in the batch that the ledger answered to")
            return
        }
        guard let seq = inclusion.seq(in: acceptance) else {
            findings.fail(
                .batch,
                "a place that is none in a batch of entries \(acceptance.first) to "
                    + "\(acceptance.last)")
            return
        }
        if receipt.entryPath.index == receipt.entryPath.total - 1, digest != acceptance.after {
            findings.fail(.batch, "the last entry of the batch is another one")
            return
        }
        if let entry {
            guard entry.gateway.utf8.elementsEqual(acceptance.gateway.utf8) else {
                findings.fail(
                    .gateway, "the batch is of \(acceptance.gateway), not of \(entry.gateway)")
                return
            }
            guard entry.seq == seq else {
                findings.fail(.sequence, "entry \(entry.seq) stands in the place of entry \(seq)")
                return
            }
        }
        let block = last.map { " in block \($0.height - 1)" } ?? ""
        findings.note(
            .batch,
            "recorded as entry \(seq) of \(acceptance.gateway), "
                + (seq >= acceptance.firstNew
                    ? "by this batch\(block)"
                    : "before this batch came\(block); which block did is not told here"))
    }
}
