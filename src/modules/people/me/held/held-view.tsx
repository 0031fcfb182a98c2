import { Pre } from '../../../../ui/text.tsx';
import type { Readable } from './readable.ts';

/** Texts up to this length stand on one line. */
const shortest = 30;

/** A value in words: facts as a list of terms, lists as lists. `rest` says how many are left out. */
export function HeldView({ value, rest }: { value: Readable; rest: (n: number) => string }) {
  if (value.of === 'text') return <Pre text={value.text} links={false} />;
  if (value.of === 'facts')
    return (
      <dl class="plain held">
        {value.facts.map(({ label, value: inner }) => (
          <div>
            <dt>{label}</dt>
            <dd>
              <HeldView value={inner} rest={rest} />
            </dd>
          </div>
        ))}
      </dl>
    );
  const plain = value.items.flatMap((item) => (item.of === 'text' && item.text.length <= shortest ? [item.text] : []));
  if (plain.length === value.items.length)
    return <Pre text={[...plain, ...(value.more > 0 ? [rest(value.more)] : [])].join(' · ')} links={false} />;
  return (
    <>
      <ul class="held-list">
        {value.items.map((item) => (
          <li>
            <HeldView value={item} rest={rest} />
          </li>
        ))}
      </ul>
      {value.more > 0 && <p class="quiet">{rest(value.more)}</p>}
    </>
  );
}
