import type { ComponentChildren } from 'preact';
import { Seal } from './answer.tsx';

export type Fact = { label: ComponentChildren; value: ComponentChildren; end?: ComponentChildren };

/** Facts of one thing. `ruled`: a hair rule below each; `wide`: label above value on phones. Empty values are left out. */
export function Facts({ items, ruled }: { items: readonly (Fact | null | undefined | false)[]; ruled?: boolean }) {
  const shown = items.filter(
    (item): item is Fact =>
      Boolean(item) &&
      (item as Fact).value !== undefined &&
      (item as Fact).value !== null &&
      (item as Fact).value !== '',
  );
  return (
    <dl class={ruled ? 'plain num ruled' : 'plain num'}>
      {shown.map((item) => (
        <div>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
          {item.end && <dd class="r">{item.end}</dd>}
        </div>
      ))}
    </dl>
  );
}

export type SlipProps = {
  title: ComponentChildren;
  /** The number or code to keep, in large letters. */
  code: string;
  seal?: string;
  facts?: readonly Fact[];
  children?: ComponentChildren;
};

/** A receipt to keep. */
export function Slip(p: SlipProps) {
  return (
    <div class="slip">
      <h2>{p.title}</h2>
      {p.seal && <Seal>{p.seal}</Seal>}
      <p class="code">{p.code}</p>
      {p.facts && <Facts items={p.facts} />}
      {p.children}
    </div>
  );
}

/** A long check value in groups of four, so that it can be compared by eye. */
export function Hash({ value }: { value: string }) {
  return (
    <span class="hash" lang="en">
      {value.match(/.{1,4}/g)?.join(' ')}
    </span>
  );
}

/** What happens next, in order. */
export function Steps({ items }: { items: readonly { title: ComponentChildren; text?: ComponentChildren }[] }) {
  return (
    <ol class="steps">
      {items.map((item) => (
        <li>
          <b>{item.title}</b>
          {item.text && <p>{item.text}</p>}
        </li>
      ))}
    </ol>
  );
}

export type FigureItem = {
  label: ComponentChildren;
  value: ComponentChildren;
  note?: ComponentChildren;
  tone?: 'no' | 'ok';
};

/** A few large figures side by side, each with its unit and what it counts. */
export function Figures({ items }: { items: readonly FigureItem[] }) {
  return (
    <dl class="figures num">
      {items.map((item) => (
        <div class={item.tone}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
          {item.note && <dd class="note">{item.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
