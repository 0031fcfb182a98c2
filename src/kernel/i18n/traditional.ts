import { createRequire } from 'node:module';

/** From what is written to what is written instead; matched longest first. */
type Dictionary = { entries: Map<string, string>; longest: number };

const require = createRequire(import.meta.url);
/** Names of departments and categories are few and come back on every page. */
const CACHE_LIMIT = 20_000;
const cache = new Map<string, string>();
let passes: Dictionary[] | undefined;

/**
 * Simplified Chinese as written in Taiwan, character by character and without exchanging words (信息 stays 信息), as
 * proper names want it. OpenCC's dictionaries, the same result as its converter `cn` → `tw`, which as a tree of maps
 * would hold 44 MB of every process; read at the first call (30 ms, 7 MB), so that who never needs them never pays.
 */
export function toTraditional(text: string): string {
  const known = cache.get(text);
  if (known !== undefined) return known;
  passes ??= [dictionary('STPhrases', 'STCharacters'), dictionary('TWVariantsPhrases', 'TWVariants')];
  const converted = passes.reduce(convert, text);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, converted);
  return converted;
}

/** Of a word in several files the first one's entry counts. */
function dictionary(...files: string[]): Dictionary {
  const entries = new Map<string, string>();
  let longest = 0;
  for (const file of files.reverse()) {
    const { default: source }: { default: string } = require(`opencc-js/dict/${file}`);
    for (const entry of source.split('|')) {
      const space = entry.indexOf(' ');
      entries.set(entry.slice(0, space), entry.slice(space + 1));
      longest = Math.max(longest, space);
    }
  }
  return { entries, longest };
}

function convert(text: string, { entries, longest }: Dictionary): string {
  let converted = '';
  for (let at = 0; at < text.length; ) {
    let length = Math.min(longest, text.length - at);
    let found: string | undefined;
    while (length > 0) {
      found = entries.get(text.slice(at, at + length));
      if (found !== undefined) break;
      length -= 1;
    }
    if (found === undefined) {
      found = String.fromCodePoint(text.codePointAt(at)!);
      length = found.length;
    }
    converted += found;
    at += length;
  }
  return converted;
}
