import { pinyinOf } from '../../../kernel/text/index.ts';
import { tokensOf } from '../logic/tokens.ts';
import { choiceNamePattern, namePattern } from '../questionnaire.rules.ts';

const isFree = (name: string): boolean => !(name in Object.prototype);

/** A name out of whatever was written: Chinese as pinyin, blanks as underscores. */
function proposed(text: string, longest: number): string {
  const latin = /\p{Script=Han}/u.test(text) ? pinyinOf(text).full : text;
  return latin
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, longest);
}

/**
 * Names of a file that cannot be used here (too long, with blanks or hyphens, Chinese) and what they became. The same name
 * becomes the same everywhere, so that conditions can follow.
 */
export class Renamed {
  readonly #questions = new Map<string, string>();
  readonly #choices = new Map<string, string>();
  readonly #takenQuestions = new Set<string>();
  readonly #takenChoices = new Set<string>();

  /** Names that are used as they stand, so that none that is made is like them. */
  reserve(questions: Iterable<string>, choices: Iterable<string>): void {
    for (const name of questions) if (namePattern.test(name)) this.#takenQuestions.add(name);
    for (const name of choices) if (choiceNamePattern.test(name)) this.#takenChoices.add(name);
  }

  question(name: string): string {
    if (namePattern.test(name) && isFree(name)) return name;
    const before = this.#questions.get(name);
    if (before) return before;
    const stem = proposed(name, 28);
    const made = free(/^[A-Za-z_]/.test(stem) ? stem : `q_${stem}`.slice(0, 28), this.#takenQuestions);
    this.#questions.set(name, made);
    return made;
  }

  /** Another name for the second question of a name. */
  spare(name: string): string {
    return free(name.slice(0, 28), this.#takenQuestions);
  }

  choice(name: string): string {
    if (choiceNamePattern.test(name) && isFree(name)) return name;
    const before = this.#choices.get(name);
    if (before) return before;
    const made = free(proposed(name, 28) || 'c', this.#takenChoices);
    this.#choices.set(name, made);
    return made;
  }

  /** An expression with the new names in it; one that cannot be read stays as it is. */
  expression(source: string): string {
    if (this.#questions.size === 0 && this.#choices.size === 0) return source;
    const read = tokensOf(source);
    // References by names that are no names here cannot be read: they are mended first.
    const mended = source.replace(/\$\{\s*([^{}]+?)\s*\}/g, (whole, name: string) => {
      const made = this.#questions.get(name);
      return made ? `\${${made}}` : whole;
    });
    if (this.#choices.size === 0) return mended;
    const tokens = 'tokens' in read && mended === source ? read.tokens : tokensIn(mended);
    let changed = '';
    let last = 0;
    for (const { is, text, at } of tokens) {
      const made = is === 'text' ? this.#choices.get(text) : undefined;
      if (!made) continue;
      changed += `${mended.slice(last, at)}'${made}'`;
      last = at + text.length + 2;
    }
    return changed + mended.slice(last);
  }
}

function tokensIn(source: string) {
  const read = tokensOf(source);
  return 'tokens' in read ? read.tokens : [];
}

/** The name itself, or with the first number behind it that is free; taken from now on. */
function free(name: string, taken: Set<string>): string {
  let made = name || 'q';
  for (let n = 2; taken.has(made) || !isFree(made); n++) made = `${name}_${n}`;
  taken.add(made);
  return made;
}
