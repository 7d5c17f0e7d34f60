// A small set of emoji with the words that find them, in English, Dutch and German. Loaded when somebody types `:`.
import type { Suggestion } from './suggest';

const list = `
😀 grin smile lachen grinsen|🙂 smile glimlach lächeln|😊 happy blij froh smile|😄 laugh lach lachen|😉 wink knipoog zwinkern|😍 love verliefd verliebt hearteyes
😂 joy tears tranen freudentränen|😅 sweat phew zweet schwitzen|😎 cool sunglasses zonnebril sonnenbrille|🤔 think hmm denken nachdenken|😐 neutral neutraal
😕 confused verward verwirrt|😟 worried bezorgd besorgt|😢 sad cry verdrietig traurig|😭 sob huilen weinen|😡 angry boos wütend|😱 scream schrik schreck|😳 blush verlegen verlegen
😬 grimace oeps ups|😴 sleep slapen schlafen|🤒 sick ziek krank|🤗 hug knuffel umarmung|🤝 handshake deal hand handschlag|🙏 please thanks dank bitte danke
👍 thumbsup yes ok duim daumen ja|👎 thumbsdown no nee nein|👏 clap applause applaus klatschen|🙌 hooray hoera hurra|👋 wave hello hallo dag winken|✌️ peace vrede frieden
👌 perfect ok perfekt|💪 strong sterk stark|🤞 luck geluk glück fingers|👀 eyes look kijk schau|🧠 brain brein gehirn|🫶 heart hands
❤️ heart love hart herz liebe|🧡 orange heart|💛 yellow heart|💚 green heart groen|💙 blue heart blauw|💜 purple heart|🖤 black heart|💔 broken gebroken
⭐ star ster stern|✨ sparkles glans funkeln|🔥 fire vuur feuer hot|💥 boom knal|🎉 party feest party celebrate feiern|🎊 confetti|🎁 gift present cadeau geschenk|🎂 birthday cake taart geburtstag
🏆 trophy prize beker pokal|🥇 first gold gold|🚀 rocket launch raket rakete|💡 idea idee lamp|📌 pin speld|📎 paperclip attachment bijlage anhang büroklammer|✏️ pencil potlood stift
📝 note memo notitie notiz|📅 calendar date kalender datum|⏰ alarm clock wekker wecker|⏳ wait hourglass wachten warten sanduhr|✅ check done klaar fertig erledigt|☑️ tick vinkje haken
❌ cross no wrong fout falsch|⚠️ warning waarschuwing warnung|❗ exclamation uitroep achtung|❓ question vraag frage|💬 speech chat praten|📞 phone call bellen telefon anruf|📧 email mail e-mail
📦 package parcel pakket paket|🚚 delivery truck bezorging lieferung|🏠 house home huis haus|🏢 office kantoor büro|🛒 cart shopping winkelwagen einkaufswagen|💳 card pay betalen karte
💶 euro money geld|💵 dollar money|🧾 receipt invoice factuur rechnung bon|🔒 lock secure slot schloss|🔑 key sleutel schlüssel|🔧 tool fix wrench sleutel werkzeug|🔨 hammer hamer|⚙️ gear settings tandwiel einstellungen zahnrad
💻 laptop computer|📱 mobile telefoon handy|🖨️ printer drucker|🔋 battery batterij akku|🔍 search zoeken suche lupe|🔗 link|📈 up chart groei wachstum|📉 down chart|📊 chart grafiek diagramm
☀️ sun zon sonne|🌤️ weather weer wetter|🌧️ rain regen|❄️ snow sneeuw schnee|🌈 rainbow regenboog regenbogen|🌍 earth world wereld erde welt|🌱 plant seedling groei|🌸 flower bloem blume|🌳 tree boom baum
☕ coffee koffie kaffee|🍵 tea thee tee|🍺 beer bier|🍷 wine wijn wein|🍕 pizza|🍰 cake taart kuchen|🍎 apple appel apfel|🥐 croissant
🐛 bug fout käfer fehler|🐶 dog hond hund|🐱 cat kat katze|🐝 bee bij biene|🦊 fox vos fuchs|🐢 slow turtle schildpad schildkröte
➡️ right arrow rechts pfeil|⬅️ left arrow links pfeil|⬆️ up arrow omhoog|⬇️ down arrow omlaag|🔄 refresh again opnieuw erneut|🆗 ok|🆕 new nieuw neu|💯 hundred perfect honderd hundert|🙈 oops monkey aap affe|🤷 shrug whatever geen idee egal|🙋 hand raise vraag meldung|🫡 salute yes
`;

interface Emoji {
  sign: string;
  words: string[];
}

const all: Emoji[] = list
  .trim()
  .split(/[|\n]/)
  .map((line) => {
    const [sign = '', ...words] = line.trim().split(' ');
    return { sign, words };
  });

export function foundEmoji(query: string): Suggestion[] {
  const wanted = query.toLowerCase();
  const rank = ({ words }: Emoji) => {
    const at = words.findIndex((word) => word.startsWith(wanted));
    return at === -1 ? Infinity : at + (words[at] === wanted ? 0 : 0.5);
  };
  return all
    .map((emoji) => ({ emoji, rank: rank(emoji) }))
    .filter((one) => one.rank < Infinity)
    .sort((one, other) => one.rank - other.rank)
    .map(({ emoji }) => ({
      key: emoji.sign,
      label: emoji.words[0] ?? '',
      mark: emoji.sign,
      content: { kind: 'text', text: emoji.sign },
    }));
}
