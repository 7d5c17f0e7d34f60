//! Whose pictures one agent wants to see without being asked: pictures on other servers tell their owner that, when and
//! from where a mail is read.

use super::entry::{SenderChecks, Verdict};

/// Whether a mail may be taken to come from the address that it names. A forged sender must not profit from the trust in
/// the real one.
pub const fn is_proven(checks: SenderChecks) -> bool {
    matches!(checks.dmarc, Verdict::Pass)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_proven_is_trusted() {
        let checks = |dkim, dmarc| SenderChecks { spf: Verdict::Pass, dkim, dmarc };
        assert!(is_proven(checks(Verdict::Pass, Verdict::Pass)));
        for dmarc in [Verdict::Fail, Verdict::None, Verdict::Unknown] {
            assert!(!is_proven(checks(Verdict::Pass, dmarc)), "{dmarc:?}");
        }
    }
}
