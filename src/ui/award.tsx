import type { ComponentChildren } from 'preact';
import type { Fact } from './facts.tsx';
import { Title } from './text.tsx';

export type AwardHeadProps = {
  title: string | readonly string[];
  /** Above the title: what kind it is, its state. */
  over?: ComponentChildren;
  lead?: ComponentChildren;
  /** Below the words: the deed of the moment. */
  children?: ComponentChildren;
  /** Who organises it, under which approval, what counts how. Empty values are left out. */
  facts: readonly (Fact | null | undefined | false)[];
};

/** The head of a competition's page: its name large, and beside it what has to be known of any award. */
export function AwardHead(p: AwardHeadProps) {
  const facts = p.facts.filter((fact): fact is Fact => Boolean(fact) && Boolean((fact as Fact).value));
  return (
    <header class="award">
      <div>
        {p.over && <p class="over">{p.over}</p>}
        <h1>
          <Title pieces={p.title} />
        </h1>
        {p.lead && <p class="lead">{p.lead}</p>}
        {p.children}
      </div>
      {facts.length > 0 && (
        <dl>
          {facts.map((fact) => (
            <div>
              <dt>{fact.label}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  );
}

/** The line above a gallery: what it asks for, and beside it in which order it stands. */
export function RulesLine(p: { id?: string; title: ComponentChildren; note?: ComponentChildren }) {
  return (
    <div class="rules-line">
      <h2 id={p.id}>{p.title}</h2>
      {p.note && <p>{p.note}</p>}
    </div>
  );
}
