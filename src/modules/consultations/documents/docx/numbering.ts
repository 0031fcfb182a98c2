import { formatCount } from './number-format.ts';
import { childOf, childrenOf, type Element, switchOf, valOf } from './xml.ts';

type Level = {
  start: number;
  format: string;
  /** `第%1条`; `%1` is the count of the first level */
  text: string;
  /** counts of levels above are written in digits */
  legal: boolean;
  /** counted from 1: begins again after this level or one above; 0: never */
  restart: number | undefined;
  style: string | undefined;
};
type Scheme = { levels: Map<number, Level>; link: string | undefined; named: string | undefined };
type List = { scheme: string; starts: Map<number, number>; levels: Map<number, Level> };

const number = (text: string | undefined, otherwise: number): number => {
  const value = Number.parseInt(text ?? '', 10);
  return Number.isFinite(value) ? Math.min(9999, Math.max(0, value)) : otherwise;
};

function readLevel(element: Element): Level {
  const restart = valOf(element, 'lvlRestart');
  return {
    start: number(valOf(element, 'start'), 0),
    format: valOf(element, 'numFmt') ?? 'decimal',
    text: (valOf(element, 'lvlText') ?? '').slice(0, 60),
    legal: switchOf(element, 'isLgl') ?? false,
    restart: restart === undefined ? undefined : number(restart, 0),
    style: valOf(element, 'pStyle'),
  };
}

function levelsOf(element: Element, name: string): Map<number, Level> {
  return new Map(childrenOf(element, name).map((each) => [number(each.attributes.ilvl, 0), readLevel(each)]));
}

/** Counts what Word numbers by itself. Its text is nowhere in the document: it has to be counted again. */
export class Numbering {
  readonly #schemes = new Map<string, Scheme>();
  readonly #lists = new Map<string, List>();
  readonly #counts = new Map<string, (number | undefined)[]>();
  readonly #begun = new Set<string>();

  /** @param root `w:numbering`, or nothing where a document has none */
  constructor(root?: Element) {
    for (const each of childrenOf(root, 'abstractNum')) {
      this.#schemes.set(each.attributes.abstractNumId ?? '', {
        levels: levelsOf(each, 'lvl'),
        link: valOf(each, 'numStyleLink'),
        named: valOf(each, 'styleLink'),
      });
    }
    for (const each of childrenOf(root, 'num')) {
      const starts = new Map<number, number>();
      const levels = new Map<number, Level>();
      for (const override of childrenOf(each, 'lvlOverride')) {
        const at = number(override.attributes.ilvl, 0);
        const start = valOf(override, 'startOverride');
        if (start !== undefined) starts.set(at, number(start, 1));
        const level = childOf(override, 'lvl');
        if (level) levels.set(at, readLevel(level));
      }
      const scheme = this.#follow(valOf(each, 'abstractNumId') ?? '');
      this.#lists.set(each.attributes.numId ?? '', { scheme, starts, levels });
    }
  }

  /** A scheme may only name the style whose scheme it means. */
  #follow(id: string): string {
    const link = this.#schemes.get(id)?.link;
    if (link === undefined) return id;
    for (const [other, { named }] of this.#schemes) if (named === link) return other;
    return id;
  }

  /** The level whose paragraphs have this style, where the style itself names none. */
  levelOfStyle(listId: string, style: string): number | undefined {
    const list = this.#lists.get(listId);
    for (const [at, level] of this.#schemes.get(list?.scheme ?? '')?.levels ?? []) if (level.style === style) return at;
    return undefined;
  }

  /** What stands before the next paragraph of this list; undefined where it is not numbered. */
  next(listId: string, at: number): string | undefined {
    const list = this.#lists.get(listId);
    const level = list && this.#levelAt(list, at);
    if (!list || !level) return undefined;
    const counts = this.#counts.get(list.scheme) ?? [];
    this.#counts.set(list.scheme, counts);
    const override = list.starts.get(at);
    const key = `${listId} ${at}`;
    if (override !== undefined && !this.#begun.has(key)) counts[at] = override;
    else counts[at] = counts[at] === undefined ? level.start : (counts[at] as number) + 1;
    this.#begun.add(key);
    for (let below = at + 1; below < 9; below++) {
      const restart = this.#levelAt(list, below)?.restart;
      if (restart === undefined || (restart > 0 && at < restart)) counts[below] = undefined;
    }
    if (level.format === 'bullet') return '•';
    const written = level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const of = Number(digit) - 1;
      const other = this.#levelAt(list, of);
      const format = level.legal && of < at ? 'decimal' : (other?.format ?? 'decimal');
      return formatCount(counts[of] ?? other?.start ?? 1, format);
    });
    return written.trim() === '' ? undefined : written.trim();
  }

  #levelAt(list: List, at: number): Level | undefined {
    return list.levels.get(at) ?? this.#schemes.get(list.scheme)?.levels.get(at);
  }
}
