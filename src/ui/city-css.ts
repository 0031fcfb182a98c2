type Rgb = readonly [number, number, number];

export type CityColours = {
  /** For action, selection and done: `#rrggbb`. */
  primary: string;
  /** For urgent, error, unsolved and seals: `#rrggbb`. */
  accent: string;
};

export type ColourProblem = {
  field: keyof CityColours;
  /** `format`: not `#rrggbb`; `contrast`: below WCAG AA on the paper; `alike`: the two cannot be told apart. */
  code: 'format' | 'contrast' | 'alike';
  /** Measured ratio, for `contrast`. */
  ratio?: number;
};

const paper: Rgb = [0xfa, 0xf6, 0xed];
const paperDeep: Rgb = [0xf1, 0xea, 0xdb];
const darkPaper: Rgb = [0x15, 0x19, 0x18];
const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
const wcagAa = 4.5;

function parse(colour: string): Rgb | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!match) return undefined;
  return [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16), Number.parseInt(match[3]!, 16)];
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const channel = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share);
  return [channel(0), channel(1), channel(2)];
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/**
 * WCAG contrast of two colours, 1 to 21.
 * @throws RangeError when one of them is not `#rrggbb`
 */
export function contrastRatio(a: string, b: string): number {
  const [x, y] = [parse(a), parse(b)];
  if (!x || !y) throw new RangeError(`not a colour: ${x ? b : a}`);
  return ratio(x, y);
}

/** What is wrong with a city's colours; empty when they can be used. */
export function checkCityColours(colours: CityColours): ColourProblem[] {
  const problems: ColourProblem[] = [];
  for (const field of ['primary', 'accent'] as const) {
    const rgb = parse(colours[field]);
    if (!rgb) {
      problems.push({ field, code: 'format' });
      continue;
    }
    // The deep paper of the footer and of hovered rows is the darkest ground that these colours stand on.
    const measured = Math.min(ratio(rgb, paper), ratio(rgb, paperDeep));
    if (measured < wcagAa) problems.push({ field, code: 'contrast', ratio: Math.floor(measured * 100) / 100 });
  }
  const [primary, accent] = [parse(colours.primary), parse(colours.accent)];
  if (primary && accent) {
    const distance = Math.hypot(primary[0] - accent[0], primary[1] - accent[1], primary[2] - accent[2]);
    if (distance < 48) problems.push({ field: 'accent', code: 'alike' });
  }
  return problems;
}

/** Lightens or darkens towards `to` until the contrast with `ground` is reached. */
function until(rgb: Rgb, to: Rgb, ground: Rgb, wanted: number): Rgb {
  for (let share = 0; share <= 1; share += 0.02) {
    const candidate = mix(rgb, to, share);
    if (ratio(candidate, ground) >= wanted) return candidate;
  }
  return to;
}

function on(rgb: Rgb): Rgb {
  const light: Rgb = [0xff, 0xfc, 0xf5];
  const dark: Rgb = [0x0d, 0x17, 0x17];
  return ratio(light, rgb) >= ratio(dark, rgb) ? light : dark;
}

function rules(values: Record<string, Rgb>): string {
  return Object.entries(values)
    .map(([name, rgb]) => `--${name}:${hex(rgb)}`)
    .join(';');
}

/**
 * The stylesheet with which a city sets its two colours, light and dark; served as `/assets/city.css` after the app's own.
 * @throws RangeError when {@link checkCityColours} finds a problem
 */
export function cityCss(colours: CityColours): string {
  const problems = checkCityColours(colours);
  const [primary, accent] = [parse(colours.primary), parse(colours.accent)];
  if (problems.length > 0 || !primary || !accent) {
    throw new RangeError(`city colours: ${problems.map((p) => `${p.field} ${p.code}`).join(', ')}`);
  }
  const light = rules({
    green: primary,
    'green-deep': mix(primary, black, 0.28),
    'green-soft': mix(paper, primary, 0.12),
    'on-green': on(primary),
    vermilion: accent,
    'vermilion-soft': mix(paper, accent, 0.1),
    'on-vermilion': on(accent),
    seal: accent,
    'on-seal': on(accent),
  });
  const darkPrimary = until(primary, white, darkPaper, 8);
  const darkAccent = until(accent, white, darkPaper, 6.5);
  const darkSeal = until(accent, black, [0xff, 0xf4, 0xea], 4.8);
  const dark = rules({
    green: darkPrimary,
    'green-deep': mix(darkPrimary, white, 0.28),
    'green-soft': mix(darkPaper, darkPrimary, 0.16),
    'on-green': on(darkPrimary),
    vermilion: darkAccent,
    'vermilion-soft': mix(darkPaper, darkAccent, 0.16),
    'on-vermilion': on(darkAccent),
    seal: darkSeal,
    'on-seal': [0xff, 0xf4, 0xea],
  });
  return [
    `:root{${light}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){${dark}}}`,
    `@media screen{:root[data-theme="dark"]{${dark}}}`,
    '',
  ].join('\n');
}
