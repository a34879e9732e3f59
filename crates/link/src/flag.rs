//! A flag that somebody else raises, once.

use tokio::sync::watch;

/// Until the flag is up, or nobody is there any more who could raise it.
pub async fn raised(flag: &mut watch::Receiver<bool>) {
    let _ = flag.wait_for(|is_up| *is_up).await;
}
