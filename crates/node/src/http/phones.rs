//! Phones of simulated operators: what they have received, and letting them write.

use axum::extract::{FromRef, Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use simulator::SendError;
use simulator::phone::{Body, PhoneError, Presence, Received};
use simulator::tcp::{Handle, PhoneView};
use std::sync::Arc;

/// All phones.
#[derive(Debug, Serialize)]
pub(super) struct Phones {
    phones: Vec<Phone>,
}

/// One phone.
#[derive(Debug, Serialize)]
pub(super) struct Phone {
    number: String,
    state: &'static str,
    inbox: Vec<Text>,
}

/// A message on a phone.
#[derive(Debug, Serialize)]
pub(super) struct Text {
    /// RFC 3339, UTC.
    at: String,
    from: String,
    /// None: it is no text.
    text: Option<String>,
    /// In hex, if it is no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    octets: Option<String>,
    parts: usize,
    missing: usize,
}

/// What a phone writes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Writing {
    to: String,
    text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Problem {
    detail: String,
}

/// Of all simulated operators.
pub(super) type Handles = Arc<[Handle]>;

/// What there is to ask of phones.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    Handles: FromRef<S>,
{
    Router::new()
        .route("/sim/v1/phones", get(all))
        .route("/sim/v1/phones/{number}", get(one))
        .route("/sim/v1/phones/{number}/messages", post(write))
}

type Refused = (StatusCode, Json<Problem>);

async fn all(State(handles): State<Handles>) -> Json<Phones> {
    Json(Phones { phones: see(&handles, None).await })
}

async fn one(
    State(handles): State<Handles>,
    Path(number): Path<String>,
) -> Result<Json<Phone>, Refused> {
    let mut seen = see(&handles, Some(&number)).await;
    seen.pop().map(Json).ok_or_else(|| {
        refused(StatusCode::NOT_FOUND, format!("nothing is known of a phone {number}"))
    })
}

/// The phone's own operator takes it: that is the first that knows the number, or else the first.
async fn write(
    State(handles): State<Handles>,
    Path(number): Path<String>,
    Json(writing): Json<Writing>,
) -> Result<StatusCode, Refused> {
    let mut operator = handles.first();
    for handle in handles.iter() {
        if !handle.phones(Some(&number)).await.is_empty() {
            operator = Some(handle);
            break;
        }
    }
    let Some(operator) = operator else {
        return Err(refused(StatusCode::NOT_FOUND, "there is no simulated operator".to_owned()));
    };
    match operator.write(&number, &writing.to, &writing.text).await {
        Ok(()) => Ok(StatusCode::ACCEPTED),
        Err(error) => Err(refused(status(&error), error.to_string())),
    }
}

async fn see(operators: &[Handle], number: Option<&str>) -> Vec<Phone> {
    let mut seen = Vec::new();
    for handle in operators {
        seen.extend(handle.phones(number).await.into_iter().map(|view| phone(view, handle)));
    }
    seen
}

fn phone(view: PhoneView, of: &Handle) -> Phone {
    let state = match view.presence {
        Presence::On => "on",
        Presence::Off => "off",
        Presence::Full => "full",
        Presence::Barred => "barred",
        Presence::Unknown => "unknown",
    };
    let inbox = view.inbox.iter().map(|received| text(received, of)).collect();
    Phone { number: format!("+{}", view.number), state, inbox }
}

fn text(received: &Received, of: &Handle) -> Text {
    let at = jiff::Timestamp::from_millisecond(of.wall(received.at).millis());
    let (text, octets) = match &received.body {
        Body::Text { text, .. } => (Some(text.clone()), None),
        Body::Binary(octets) => {
            let hex = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            (None, Some(hex))
        }
    };
    let from = String::from_utf8_lossy(&received.from.digits);
    let plus = if received.from.ton == 1 { "+" } else { "" };
    Text {
        at: at.map(|at| at.to_string()).unwrap_or_default(),
        from: format!("{plus}{from}"),
        text,
        octets,
        parts: received.parts,
        missing: received.missing,
    }
}

fn status(error: &SendError) -> StatusCode {
    match error {
        SendError::Phone(PhoneError::NoNumber) | SendError::Text(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        SendError::Off | SendError::NothingReceived | SendError::FromName => StatusCode::CONFLICT,
        SendError::Phone(PhoneError::Full) | SendError::Full => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn refused(status: StatusCode, detail: String) -> Refused {
    (status, Json(Problem { detail }))
}
