//! Way 5: a part goes to an operator, and its answer is taken.

use crate::stage::play;

#[test]
fn a_message_is_sent_and_reported() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north ok a X
        ? a submitted
        north reports X 5
          -> acme hears a 5 DELIVRD
        ? a delivered 5
        acme takes a
        ? a gone
        ",
    );
}
