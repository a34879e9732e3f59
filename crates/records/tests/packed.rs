//! Records packed in memory, and what is taken out of them.

#[expect(dead_code, reason = "the older stores are for the golden test")]
mod samples;

use records::submission::{Accepted, ForOperator, ForReceipt};
use records::{Batch, Packed, Record};
use samples::Store;

fn accepted() -> Accepted {
    let first = samples::every_record(Store::Core).into_iter().next();
    let Some(Record::Accepted(accepted)) = first else { panic!("the first sample") };
    *accepted
}

#[test]
fn what_is_packed_comes_out_the_same() {
    let accepted = accepted();
    assert_eq!(Packed::<Accepted>::of(&accepted).unpack(), accepted);
}

#[test]
fn a_batch_takes_the_packed_record_as_it_takes_the_record() {
    let accepted = accepted();
    let (mut plain, mut packed) = (Batch::new(), Batch::new());
    packed.push_packed(&Packed::<Accepted>::of(&accepted));
    plain.push(&accepted.into());
    assert_eq!(packed, plain);
}

#[test]
fn the_parts_that_are_asked_for_are_those_of_the_whole() {
    let whole = accepted();
    let packed = Packed::<Accepted>::of(&whole);
    let for_operator = ForOperator {
        expires: whole.expires,
        priority: whole.priority,
        protocol_id: whole.protocol_id,
        esm_class: whole.esm_class,
        data_coding: whole.data_coding,
        parts: whole.parts.clone(),
        user_message_reference: whole.user_message_reference,
        tlvs: whole.tlvs.clone(),
        group: whole.group.clone(),
    };
    assert_eq!(packed.for_operator(), for_operator);
    let for_receipt = ForReceipt {
        answered: whole.answered,
        beginning: whole.beginning,
        user_message_reference: whole.user_message_reference,
        form: whole.form,
        err: whole.err,
    };
    assert_eq!(packed.for_receipt(), for_receipt);
}
