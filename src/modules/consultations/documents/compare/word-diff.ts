import { diffArrays } from 'diff';
import { segment } from '../../../../kernel/text/index.ts';

export type Part = { op: 'same' | 'in' | 'out'; text: string };

/** Two texts that share next to nothing read better one after the other. */
const leastShared = 0.25;
/** Steps after which two texts count as different as a whole. */
const mostSteps = 3000;

/** What was taken out of a text and put in, by words as the segmenter cuts them. */
export function diffWords(before: string, after: string): Part[] {
  if (before === after) return before === '' ? [] : [{ op: 'same', text: before }];
  const changes = diffArrays(segment(before), segment(after), { maxEditLength: mostSteps });
  const parts = changes?.map(
    ({ value, added, removed }): Part => ({ op: added ? 'in' : removed ? 'out' : 'same', text: value.join('') }),
  );
  const shared = parts?.reduce((sum, { op, text }) => sum + (op === 'same' ? text.length : 0), 0) ?? 0;
  if (!parts || shared < leastShared * Math.min(before.length, after.length)) return whole(before, after);
  return readable(parts);
}

function whole(before: string, after: string): Part[] {
  const parts: Part[] = [
    { op: 'out', text: before },
    { op: 'in', text: after },
  ];
  return parts.filter(({ text }) => text !== '');
}

/** A comma that stayed between two words that did not tears a sentence to pieces: it goes with them. */
function readable(parts: readonly Part[]): Part[] {
  const groups: { out: string; in: string; same: string }[] = [];
  parts.forEach(({ op, text }, at) => {
    const last = groups.at(-1);
    const between = op === 'same' && at > 0 && at < parts.length - 1 && text.trim().length <= 1 && !text.includes('\n');
    if (op === 'same' && !between) groups.push({ out: '', in: '', same: text });
    else if (last?.same !== '') groups.push({ out: op === 'in' ? '' : text, in: op === 'out' ? '' : text, same: '' });
    else {
      if (op !== 'in') last.out += text;
      if (op !== 'out') last.in += text;
    }
  });
  return groups.flatMap((group): Part[] => {
    if (group.same !== '') return [{ op: 'same', text: group.same }];
    // A sign that stayed at either end need not be shown twice.
    const changed: Part[] = [];
    if (group.out !== '') changed.push({ op: 'out', text: group.out });
    if (group.in !== '') changed.push({ op: 'in', text: group.in });
    return changed;
  });
}
