//! The scenes that every client plays, and what must come of them.

/// What a client does in one run.
pub(crate) struct Scene {
    /// Also the system_id of an account of its own, so that scenes can be played at the same time.
    pub(crate) name: &'static str,
    pub(crate) login: Login,
    /// What the client submits.
    pub(crate) messages: fn() -> Vec<Message>,
    /// What a phone writes to the client.
    pub(crate) texts: &'static [&'static str],
}

pub(crate) enum Login {
    /// One session for both directions.
    Transceiver,
    /// A session to send and one to receive.
    Pair,
    /// Somebody's, with another's password: the status of the refusal.
    Refused { system_id: &'static str, password: &'static str, status: u32 },
}

/// What is submitted.
pub(crate) struct Message {
    pub(crate) form: Form,
    pub(crate) way: Way,
    /// The text, or the octets in hex.
    pub(crate) body: String,
}

/// In which alphabet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// data_coding 0.
    Gsm7,
    /// data_coding 3.
    Latin1,
    /// data_coding 8, with surrogates.
    Ucs2,
    /// data_coding 4.
    Binary,
}

/// In what of the submit_sm.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// short_message.
    Plain,
    /// Parts that the client cuts, with user data headers (TS 23.040 s9.2.3.24.1).
    Udh,
    /// message_payload.
    Payload,
}

/// Of every account.
pub(crate) const PASSWORD: &str = "secret12";

/// submit_sm without answer at a time.
pub(crate) const WINDOW: usize = 50;

pub(crate) const SCENES: &[Scene] = &[
    Scene {
        name: "wrong_password",
        login: Login::Refused { system_id: "receipt", password: "secret13", status: 0x0E },
        messages: Vec::new,
        texts: &[],
    },
    Scene {
        name: "unknown",
        login: Login::Refused { system_id: "nobody", password: PASSWORD, status: 0x0F },
        messages: Vec::new,
        texts: &[],
    },
    Scene {
        name: "receipt",
        login: Login::Transceiver,
        messages: || vec![plain(Form::Gsm7, "Your code is 4711. Tell nobody.")],
        texts: &[],
    },
    Scene {
        name: "pair",
        login: Login::Pair,
        messages: || vec![plain(Form::Gsm7, "By two sessions")],
        texts: &["To the receiver"],
    },
    Scene {
        name: "alphabets",
        login: Login::Transceiver,
        messages: || {
            vec![
                plain(Form::Gsm7, "5€ [a] {b} ~ \\ | ^ @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¡ÄÖÑÜ§¿äöñüà"),
                plain(Form::Latin1, "Çà et là: ñandú, þorn, ½ kg, ÿ, Àrbol"),
                plain(Form::Ucs2, "Привет, 日本, 👍🏽, 𝄞, é"),
            ]
        },
        texts: &[],
    },
    Scene {
        name: "binary",
        login: Login::Transceiver,
        messages: || vec![plain(Form::Binary, "00ff1b0a80400d7f00")],
        texts: &[],
    },
    Scene {
        name: "udh",
        login: Login::Transceiver,
        messages: || {
            vec![
                long(Form::Gsm7, Way::Udh, 40, "0123456789"),
                long(Form::Ucs2, Way::Udh, 15, "Дом 🏠 "),
            ]
        },
        texts: &[],
    },
    // An extension character takes two septets, and every cut is between two of one.
    Scene {
        name: "udh_extension",
        login: Login::Transceiver,
        messages: || vec![long(Form::Gsm7, Way::Udh, 100, "€[")],
        texts: &[],
    },
    Scene {
        name: "payload",
        login: Login::Transceiver,
        messages: || {
            vec![
                long(Form::Gsm7, Way::Payload, 60, "Ten [€] ~ "),
                long(Form::Ucs2, Way::Payload, 30, "Дом 🏠 "),
            ]
        },
        texts: &[],
    },
    Scene {
        name: "mo",
        login: Login::Transceiver,
        messages: Vec::new,
        texts: &[
            "STOP",
            "5€ [a] {b} ~ @£ é",
            "Да 👍",
            "A long text of a phone: Съешь же ещё этих мягких французских булок, да выпей чаю 🍵. \
             Съешь же ещё этих мягких французских булок, да выпей чаю 🍵. Съешь же ещё этих мягких \
             французских булок, да выпей чаю 🍵.",
        ],
    },
    Scene {
        name: "window",
        login: Login::Transceiver,
        messages: || (0..500).map(|it| plain(Form::Gsm7, &format!("number {it:03}"))).collect(),
        texts: &[],
    },
];

fn plain(form: Form, body: &str) -> Message {
    Message { form, way: Way::Plain, body: body.to_owned() }
}

fn long(form: Form, way: Way, times: usize, body: &str) -> Message {
    Message { form, way, body: body.repeat(times) }
}

impl Scene {
    /// How many the client binds.
    pub(crate) fn sessions(&self) -> usize {
        match self.login {
            Login::Transceiver => 1,
            Login::Pair => 2,
            Login::Refused { .. } => 0,
        }
    }

    /// To whom the messages of this scene go.
    pub(crate) fn phone(&self) -> String {
        format!("4477009002{:02}", self.place())
    }

    /// The number of this scene's account, also the sender of its messages.
    pub(crate) fn number(&self) -> String {
        format!("777{:02}", self.place())
    }

    fn place(&self) -> usize {
        SCENES.iter().position(|it| it.name == self.name).expect("it is in the table")
    }
}

impl Form {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Form::Gsm7 => "gsm7",
            Form::Latin1 => "latin1",
            Form::Ucs2 => "ucs2",
            Form::Binary => "binary",
        }
    }
}

impl Way {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Way::Plain => "plain",
            Way::Udh => "udh",
            Way::Payload => "payload",
        }
    }
}
