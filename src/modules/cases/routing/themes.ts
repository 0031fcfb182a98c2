import { DETAILS } from './lexicon-details.ts';
import { MATTERS } from './lexicon-matters.ts';

/** Number of themes of the lexicon; a theme is known by its place, 0 to THEME_COUNT - 1. */
export const THEME_COUNT = Object.keys(MATTERS).length + Object.keys(DETAILS).length;

type Trie = { next: Map<number, number>; themes: (number[] | undefined)[] };

// One map for the whole trie, keyed by state and code unit: several times faster here than a map for every node.
const trie = buildTrie();

function buildTrie(): Trie {
  const next = new Map<number, number>();
  const themes: (number[] | undefined)[] = [undefined];
  const lists = [...Object.values(MATTERS), ...Object.values(DETAILS)];
  for (const [theme, list] of lists.entries()) {
    for (const word of list.trim().split(/\s+/)) {
      let state = 0;
      for (let i = 0; i < word.length; i++) {
        const step = state * 65536 + word.charCodeAt(i);
        let to = next.get(step);
        if (to === undefined) {
          to = themes.length;
          themes.push(undefined);
          next.set(step, to);
        }
        state = to;
      }
      const here = themes[state] ?? [];
      if (!here.includes(theme)) here.push(theme);
      themes[state] = here;
    }
  }
  return { next, themes };
}

/** Calls `found` for every theme word that begins at `start`, overlapping ones too. `text` is normalised. */
export function themesAt(text: string, start: number, found: (theme: number) => void): void {
  let state = 0;
  for (let i = start; i < text.length; i++) {
    const to = trie.next.get(state * 65536 + text.charCodeAt(i));
    if (to === undefined) return;
    state = to;
    const here = trie.themes[state];
    if (here) for (const theme of here) found(theme);
  }
}
