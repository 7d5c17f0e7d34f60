//! Senders whose pictures the caller sees without being asked.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get, put};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_address;
use crate::actions::image_senders::{distrust_image_sender, list_image_senders, trust_image_sender};

/// The addresses whose pictures are loaded at once. Each loading tells the sender that, when and from where it is read.
#[utoipa::path(tag = "messages", responses((status = 200, body = [String])))]
#[get("/api/image_senders")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let addresses = site.runner.run(move |context| list_image_senders(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(addresses))
}

/// Shows the pictures of a sender from now on, in mails that are proven to be theirs (DMARC).
#[utoipa::path(tag = "messages", params(("address" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/image_senders/{address}")]
pub async fn trust(site: Data<Site>, caller: SignedIn, address: Path<String>) -> Result<HttpResponse, HttpError> {
    let address = to_address("address", &address)?;
    site.runner.run(move |context| trust_image_sender(context, &caller.actor, address)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Asks again from now on.
#[utoipa::path(tag = "messages", params(("address" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/image_senders/{address}")]
pub async fn distrust(site: Data<Site>, caller: SignedIn, address: Path<String>) -> Result<HttpResponse, HttpError> {
    let address = to_address("address", &address)?;
    site.runner.run(move |context| distrust_image_sender(context, &caller.actor, address)).await?;
    Ok(HttpResponse::NoContent().finish())
}
