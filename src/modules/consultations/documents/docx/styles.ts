// chinese: recognises and writes numbers and titles of Chinese texts
import { childOf, childrenOf, type Element, switchOf, valOf } from './xml.ts';

type Style = {
  name: string;
  basedOn: string | undefined;
  listId: string | undefined;
  listLevel: number | undefined;
  outline: number | undefined;
  strong: boolean | undefined;
  em: boolean | undefined;
  hidden: boolean | undefined;
};

const wholeNumber = (text: string | undefined): number | undefined => {
  const value = Number.parseInt(text ?? '', 10);
  return value >= 0 && value < 10 ? value : undefined;
};

/** `w:numPr` of a paragraph or a style; list 0 means: not numbered. */
export function listOf(properties: Element | undefined): { listId: string | undefined; listLevel: number | undefined } {
  const list = childOf(properties, 'numPr');
  return { listId: valOf(list, 'numId'), listLevel: wholeNumber(valOf(list, 'ilvl')) };
}

/** What styles say of numbering, headings and looks, through the styles they are based on. */
export class Styles {
  readonly #styles = new Map<string, Style>();

  /** @param root `w:styles`, or nothing */
  constructor(root?: Element) {
    for (const each of childrenOf(root, 'style')) {
      const paragraph = childOf(each, 'pPr');
      const run = childOf(each, 'rPr');
      this.#styles.set(each.attributes.styleId ?? '', {
        name: (valOf(each, 'name') ?? '').toLowerCase(),
        basedOn: valOf(each, 'basedOn'),
        ...listOf(paragraph),
        outline: wholeNumber(valOf(paragraph, 'outlineLvl')),
        strong: switchOf(run, 'b'),
        em: switchOf(run, 'i'),
        hidden: switchOf(run, 'vanish'),
      });
    }
  }

  #first<T>(id: string | undefined, pick: (style: Style, id: string) => T | undefined): T | undefined {
    let at = id;
    for (let steps = 0; at !== undefined && steps < 20; steps++) {
      const style = this.#styles.get(at);
      if (!style) return undefined;
      const found = pick(style, at);
      if (found !== undefined) return found;
      at = style.basedOn;
    }
    return undefined;
  }

  /** The list that a style is numbered by, and the style that says so. */
  list(id: string | undefined): { listId: string; listLevel: number | undefined; style: string } | undefined {
    return this.#first(id, ({ listId, listLevel }, style) => (listId ? { listId, listLevel, style } : undefined));
  }

  /** A heading's level, from 1; undefined where it is none. */
  headingLevel(id: string | undefined): number | undefined {
    return this.#first(id, ({ name, outline }) => {
      const named = /^(?:heading|标题)\s*([1-9])$/.exec(name)?.[1];
      if (named) return Number(named);
      return outline !== undefined && outline < 9 ? outline + 1 : undefined;
    });
  }

  role(id: string | undefined): 'title' | 'contents' | undefined {
    return this.#first(id, ({ name }) => {
      if (name === 'title' || name === '标题') return 'title';
      return /^(toc|contents|目录)\b/.test(name) || name.startsWith('目录') ? 'contents' : undefined;
    });
  }

  /** Looks of a run's own style; those of paragraphs' styles are the page's to decide. */
  look(id: string | undefined, of: 'strong' | 'em' | 'hidden'): boolean {
    return this.#first(id, (style) => style[of]) ?? false;
  }
}
