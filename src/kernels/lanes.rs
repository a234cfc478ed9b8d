//! The same code compiled for wider vectors, chosen when the program runs.
//!
//! Problem: a user's machine is unknown when the program is compiled, and loops over sixteen numbers run several times
//! as fast with vectors of eight (AVX2) or sixteen (AVX-512).
//!
//! Invariants: the choice changes no number, for only integers are added and compared.
//!
//! What it does not do: spell out vectors; the compiler makes them of loops of fixed length.
#![expect(unsafe_code, reason = "code for a wider processor may only run where it was found")]

/// A computation that is inlined (`#[inline(always)]`) into the copy for each kind of processor.
pub(super) trait Work {
    /// What it computes.
    type Output;
    /// Computes it.
    fn run(self) -> Self::Output;
}

/// Runs the copy for this processor.
pub(super) fn widest<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vl") {
            // SAFETY: the features that the function is compiled for were detected just now.
            return unsafe { with_avx512(work) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { with_avx2(work) };
        }
    }
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn with_avx2<W: Work>(work: W) -> W::Output {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,avx512f,avx512vl")]
fn with_avx512<W: Work>(work: W) -> W::Output {
    work.run()
}
