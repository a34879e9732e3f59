//! How one receipt is written: every deviation that has been seen, each in a field of its own.

use crate::chance::Chance;
use crate::choices::choices;

choices! {
    /// The operation.
    Carrier {
        /// deliver_sm, text in short_message; in message_payload where it is too long for that.
        DeliverSm,
        /// deliver_sm, text in message_payload.
        Payload,
        /// data_sm. A peer of 3.3 gets a deliver_sm.
        DataSm,
    }
}

choices! {
    /// What `esm_class` says (SMPP 3.4 s5.2.12).
    Marking {
        /// 0x04, or 0x20 on the way.
        Marked,
        /// 0x44: a header stands before the text (Kannel).
        WithHeader,
        /// 0x44, copied from the message: there is no header.
        FlagOnly,
        /// 0: only the text shows that it is a receipt (vumi).
        Unmarked,
    }
}

choices! {
    /// Where id and state stand.
    Says {
        /// In the text.
        Text,
        /// In text and TLVs.
        Both,
        /// In TLVs; there is no text.
        Tlvs,
        /// The id also in a TLV, the state in the text only (Kannel: partial 3.4).
        IdTlv,
        /// In both, and the TLV has the message on the way although it has ended.
        Contrary,
    }
}

choices! {
    /// Which fields, in which order.
    Fields {
        /// id, sub, dlvrd, submit date, done date, stat, err (SMPP 3.4 appendix B).
        AppendixB,
        /// The same without dlvrd (the reference).
        Reference,
        /// Neither sub nor dlvrd (jsmpp#62).
        NoCounts,
        /// sub, id, dlvrd, err, done date, submit date, stat (cloudhopper).
        Shuffled,
        /// id, stat, err.
        Few,
        /// As appendix B, with two fields of its own in between.
        Foreign,
    }
}

choices! {
    /// How labels are written.
    Labels {
        /// `submit date:`
        Lower,
        /// `SUBMIT DATE:`
        Upper,
        /// `Submit Date:`
        Mixed,
    }
}

choices! {
    /// What stands between fields.
    Blanks {
        /// One space.
        One,
        /// Two.
        Two,
        /// One, and another behind each colon (php-smpp#29).
        AfterColon,
        /// A line feed.
        Lines,
        /// NUL (jasmin#514).
        Nul,
    }
}

choices! {
    /// `sub` and `dlvrd`.
    Counts {
        /// `001`
        Three,
        /// `1`
        One,
        /// `000`, always.
        Zeros,
        /// `...` (vumi)
        Dots,
        /// `null` (vumi)
        Null,
    }
}

choices! {
    /// `submit date` and `done date`.
    Dates {
        /// `YYMMDDhhmm` in UTC.
        Ten,
        /// With seconds.
        Twelve,
        /// With seconds and century (cloudhopper).
        Fourteen,
        /// `YYMMDDhhmmsst00+` (smppex#46)
        Smpp,
        /// `YYMMDDhhmm`, two hours ahead of UTC.
        Local,
        /// `0000000000`
        Zeros,
        /// Nine digits: one is lost (the reference).
        Nine,
        /// Nothing.
        Empty,
    }
}

choices! {
    /// `stat`.
    StatWord {
        /// `DELIVRD` (SMPP 3.4 appendix B)
        Seven,
        /// `delivrd`
        Lower,
        /// `DELIVERED`
        Full,
        /// `0` for delivered (Yo!), `FAILED` for undeliverable (vumi), `BUFFRED` on the way (Kannel).
        Vendor,
        /// `MK:0001` for undeliverable: gateways that grew out of CMPP.
        Cmpp,
        /// The word without its label (ksmppd#108).
        Unlabelled,
    }
}

choices! {
    /// `err`.
    ErrWord {
        /// `027`
        Three,
        /// `27`
        One,
        /// `0027` (php-smpp#70)
        Four,
        /// `1b` (cloudhopper)
        Hex,
        /// The number; `nul` where there is none (jasmin#514).
        Nul,
        /// The number; `null` where there is none.
        Null,
        /// `-27`
        Negative,
        /// The label alone.
        Empty,
        /// Not even the label.
        Missing,
    }
}

choices! {
    /// The message's own text at the end.
    Tail {
        /// `text:` and 20 characters (SMPP 3.4 appendix B).
        Twenty,
        /// `text:` and 25 in quotes (the reference).
        Quoted,
        /// `Text:` and 20.
        Capital,
        /// `TEXT:` and 20.
        Capitals,
        /// 20 characters without a label (jSMPP).
        Unlabelled,
        /// `text:` and 20 octets as they came, with header and all (php-smpp#70).
        Raw,
        /// `text:` alone.
        Empty,
        /// `text:none` (Vonage)
        NoneWord,
        /// `text:-`
        Dash,
        /// Nothing.
        Missing,
        /// Nothing, and a NUL (python-smpp).
        Nul,
    }
}

choices! {
    /// The alphabet of the text.
    Coding {
        /// data_coding 0, octets of ASCII.
        Ascii,
        /// data_coding 0, octets of GSM 7-bit: `_` is 0x11.
        Gsm,
        /// data_coding 3.
        Latin1,
        /// data_coding 8 (vumi#635).
        Ucs2,
    }
}

choices! {
    /// The TLV network_error_code (SMPP 3.4 s5.3.2.31).
    Network {
        /// None.
        Missing,
        /// Type 3, GSM.
        Gsm,
        /// Type 8, the message centre's own (SMPP 5.0 s4.8.4.42).
        Centre,
        /// Three ASCII digits (Kannel).
        Digits,
    }
}

choices! {
    /// The two addresses.
    Addresses {
        /// Swapped against the submission.
        Swapped,
        /// As in the submission.
        Straight,
        /// Swapped, the phone's with `+`.
        Plus,
        /// Swapped, the phone's with `00`.
        Zeros,
        /// Swapped, both of type 0 and plan 0.
        Untyped,
    }
}

/// How one receipt is written. [`ReceiptStyle::APPENDIX_B`] is the plain one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct ReceiptStyle {
    pub carrier: Carrier,
    pub marking: Marking,
    pub says: Says,
    pub fields: Fields,
    pub labels: Labels,
    pub blanks: Blanks,
    pub counts: Counts,
    pub dates: Dates,
    pub stat: StatWord,
    pub err: ErrWord,
    pub tail: Tail,
    pub coding: Coding,
    pub network: Network,
    pub addresses: Addresses,
    /// The TLV receipted_message_id ends with a NUL, as the standard wants.
    pub terminated: bool,
    /// TLVs of the vendor stand beside (SMPPSim's 0x1403).
    pub vendor_tlvs: bool,
}

impl ReceiptStyle {
    /// As SMPP 3.4 appendix B shows it, with the TLVs of s4.6.1.
    pub const APPENDIX_B: ReceiptStyle = ReceiptStyle {
        carrier: Carrier::DeliverSm,
        marking: Marking::Marked,
        says: Says::Both,
        fields: Fields::AppendixB,
        labels: Labels::Lower,
        blanks: Blanks::One,
        counts: Counts::Three,
        dates: Dates::Ten,
        stat: StatWord::Seven,
        err: ErrWord::Three,
        tail: Tail::Twenty,
        coding: Coding::Ascii,
        network: Network::Gsm,
        addresses: Addresses::Swapped,
        terminated: true,
        vendor_tlvs: false,
    };

    /// As the reference shows it: no dlvrd, the text in quotes, no TLVs.
    pub const REFERENCE: ReceiptStyle = ReceiptStyle {
        says: Says::Text,
        fields: Fields::Reference,
        tail: Tail::Quoted,
        ..ReceiptStyle::APPENDIX_B
    };

    /// Each field drawn by itself.
    pub(crate) fn any(chance: &mut Chance) -> ReceiptStyle {
        let mut style = ReceiptStyle::APPENDIX_B;
        draw(chance, Carrier::ALL, &mut style.carrier);
        draw(chance, Marking::ALL, &mut style.marking);
        draw(chance, Says::ALL, &mut style.says);
        draw(chance, Fields::ALL, &mut style.fields);
        draw(chance, Labels::ALL, &mut style.labels);
        draw(chance, Blanks::ALL, &mut style.blanks);
        draw(chance, Counts::ALL, &mut style.counts);
        draw(chance, Dates::ALL, &mut style.dates);
        draw(chance, StatWord::ALL, &mut style.stat);
        draw(chance, ErrWord::ALL, &mut style.err);
        draw(chance, Tail::ALL, &mut style.tail);
        draw(chance, Coding::ALL, &mut style.coding);
        draw(chance, Network::ALL, &mut style.network);
        draw(chance, Addresses::ALL, &mut style.addresses);
        draw(chance, &[true, false], &mut style.terminated);
        draw(chance, &[true, false], &mut style.vendor_tlvs);
        style
    }

    /// The style without what would leave the receipt without id or state, or give it another one:
    /// such a receipt is [`crate::profile::ReceiptMishap::Unreadable`], and asked for by name.
    pub(crate) fn sound(mut self) -> ReceiptStyle {
        if self.marking == Marking::Unmarked {
            // Only a text that begins with an id can be known for a receipt.
            self.says = if self.says == Says::Tlvs { Says::Both } else { self.says };
            let shuffled = self.fields == Fields::Shuffled;
            self.fields = if shuffled { Fields::AppendixB } else { self.fields };
        }
        if self.stat == StatWord::Unlabelled && self.dates == Dates::Empty {
            // The bare word would be the date.
            self.dates = Dates::Zeros;
        }
        let err_ends = self.fields != Fields::Shuffled
            && !matches!(self.err, ErrWord::Empty | ErrWord::Missing);
        if self.tail == Tail::Unlabelled && !err_ends {
            // Only behind a whole err is it known for the text.
            self.tail = Tail::Twenty;
        }
        self
    }
}

fn draw<T: Copy>(chance: &mut Chance, all: &[T], into: &mut T) {
    if let Some(drawn) = chance.pick(all) {
        *into = *drawn;
    }
}
