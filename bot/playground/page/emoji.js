// The emoji that are likely here, by Slack's short names. An unknown one stays as :its_name:.

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", heavy_multiplication_x: "✖️",
  large_blue_circle: "🔵", red_circle: "🔴", large_red_circle: "🔴", large_orange_circle: "🟠",
  large_yellow_circle: "🟡", large_green_circle: "🟢", large_purple_circle: "🟣", large_brown_circle: "🟤",
  white_circle: "⚪", black_circle: "⚫", large_blue_square: "🟦", large_red_square: "🟥",
  large_orange_square: "🟧", large_green_square: "🟩", large_yellow_square: "🟨", white_large_square: "⬜",
  warning: "⚠️", hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰", clock9: "🕘", calendar: "📅",
  date: "📅", spiral_calendar_pad: "🗓️", no_entry: "⛔", no_entry_sign: "🚫", rotating_light: "🚨", bell: "🔔",
  no_bell: "🔕", lock: "🔒", unlock: "🔓", eyes: "👀", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎",
  raised_hands: "🙌", clap: "👏", pray: "🙏", wave: "👋", tada: "🎉", heart: "❤️", smile: "😄", slightly_smiling_face: "🙂",
  thinking_face: "🤔", question: "❓", exclamation: "❗", information_source: "ℹ️", bulb: "💡", memo: "📝",
  pencil: "📝", pencil2: "✏️", paperclip: "📎", link: "🔗", page_facing_up: "📄", clipboard: "📋", bar_chart: "📊",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", pushpin: "📌", round_pushpin: "📍", dart: "🎯",
  star: "⭐", arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️", arrow_left: "⬅️", arrow_upper_right: "↗️",
  leftwards_arrow_with_hook: "↩️", arrows_counterclockwise: "🔄", repeat: "🔁", double_vertical_bar: "⏸️",
  pause_button: "⏸️", arrow_forward: "▶️", speech_balloon: "💬", mega: "📣", police_car: "🚓", hospital: "🏥",
  school: "🏫", office: "🏢", construction: "🚧", shield: "🛡️", seedling: "🌱", checkered_flag: "🏁",
};

export const REACTIONS = ["white_check_mark", "thumbsup", "eyes", "pray", "raised_hands", "tada", "heart", "question"];

export function emojiOf(name) {
  return EMOJI[name.split("::")[0]] ?? null;
}

export function emojiWords(name) {
  return name.replaceAll("_", " ");
}
