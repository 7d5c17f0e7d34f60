//! `postroom setup`: the same as the set-up page, without a browser.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Failure;
use super::{DataArgument, load};
use crate::actions::password::NewPassword;
use crate::actions::set_up_workspace::{SetUpPermission, SetUpWorkspace, set_up_workspace};
use crate::domain::agent::Locale;
use crate::domain::email_address::EmailAddress;

/// Everything that a new workspace needs.
#[derive(Args)]
pub struct SetupArguments {
    #[command(flatten)]
    data: DataArgument,
    /// The name of the organisation
    #[arg(long, value_name = "NAME")]
    workspace: String,
    /// Where people reach the page, such as https://desk.example
    #[arg(long, value_name = "URL")]
    public_url: String,
    /// The domain on which every inbox gets an address, such as desk.example
    #[arg(long, value_name = "DOMAIN")]
    mail_domain: String,
    /// The name of the first inbox: "Support" gets support@ on the mail domain
    #[arg(long, value_name = "NAME")]
    inbox: String,
    #[arg(long, value_name = "NAME")]
    admin_name: String,
    #[arg(long, value_name = "EMAIL")]
    admin_email: String,
    /// A file that holds the administrator's password; `-` is standard input
    #[arg(long, value_name = "FILE")]
    admin_password_file: PathBuf,
    /// The language of the administrator's page: en, nl or de
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    locale: String,
}

/// Sets the workspace up.
pub fn set_up(arguments: SetupArguments) -> Result<(), Failure> {
    let config = load(&arguments.data, None, None)?;
    let refused = |error| Failure::data(format!("--admin-email: {error}"));
    let admin_email = EmailAddress::parse(&arguments.admin_email).map_err(refused)?;
    let unknown = || Failure::data("--locale: use en, nl or de");
    let locale = Locale::from_tag(&arguments.locale).ok_or_else(unknown)?;
    let admin_password = NewPassword::parse("--admin-password-file", &password(&arguments.admin_password_file)?)?;
    let context = crate::server::open(&config)?;
    let deed = SetUpWorkspace {
        workspace_name: arguments.workspace,
        public_url: arguments.public_url,
        mail_domain: arguments.mail_domain,
        inbox_name: arguments.inbox,
        admin_name: arguments.admin_name,
        admin_email,
        admin_password,
        locale,
        allowed_by: SetUpPermission::DataFolder,
    };
    set_up_workspace(&context, deed)?;
    Ok(())
}

/// The first line of the file.
fn password(path: &Path) -> Result<String, Failure> {
    let failed = |error| Failure::io(format!("cannot read the password from `{}`: {error}", path.display()));
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).map_err(failed)?;
    } else {
        text = std::fs::read_to_string(path).map_err(failed)?;
    }
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
