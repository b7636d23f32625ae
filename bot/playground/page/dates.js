// Days and times in words, as they are where the partnership is.

const ZONE = "Europe/London";

function parts(at, options) {
  const made = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options }).formatToParts(new Date(at));
  return Object.fromEntries(made.map((part) => [part.type, part.value]));
}

/** Monday 14 November 2022 */
export function dayInWords(at) {
  const { weekday, day, month, year } = parts(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return `${weekday} ${day} ${month} ${year}`;
}

/** 14 November 2022, for <!date…> */
function dateInWords(at, month = "long") {
  const found = parts(at, { day: "numeric", month, year: "numeric" });
  return `${found.day} ${found.month} ${found.year}`;
}

/** 09:00 */
export function timeOf(at, seconds = false) {
  const found = parts(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  return seconds ? `${found.hour}:${found.minute}:${found.second}` : `${found.hour}:${found.minute}`;
}

export function momentInWords(at) {
  return `${dayInWords(at)}, ${timeOf(at)}`;
}

/** 2022-11-14T09:00, for a date-time field */
export function toField(at) {
  const { year, month, day } = parts(at, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${year}-${month}-${day}T${timeOf(at)}`;
}

/** The moment that a date-time field says, with the offset that holds there on that day. */
export function fromField(text) {
  for (const offset of ["+00:00", "+01:00"]) {
    const moment = `${text.slice(0, 16)}:00${offset}`;
    if (toField(moment) === text.slice(0, 16)) return moment;
  }
  return `${text.slice(0, 16)}:00+00:00`; // the hour that the clocks skip in March
}

/** Slack's <!date^seconds^format^link|words>, with its tokens filled in. */
export function slackDate(seconds, format) {
  const at = Number(seconds) * 1000;
  const tokens = {
    date_num: () => toField(at).slice(0, 10),
    date_slash: () => toField(at).slice(0, 10).split("-").reverse().join("/"),
    date: () => dateInWords(at),
    date_pretty: () => dateInWords(at),
    date_short: () => dateInWords(at, "short"),
    date_short_pretty: () => dateInWords(at, "short"),
    date_long: () => dayInWords(at),
    date_long_full: () => dayInWords(at),
    date_long_pretty: () => dayInWords(at),
    time: () => timeOf(at),
    time_secs: () => timeOf(at, true),
    day_divider_pretty: () => dayInWords(at),
    ago: () => momentInWords(at),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name) => (tokens[name] ? tokens[name]() : whole));
}
