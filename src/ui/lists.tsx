import type { ComponentChildren } from 'preact';
import { VerbLink } from './button.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { BigNumber, Labelled, Title } from './text.tsx';

/** Level of the entries' titles: one below the title of the part that they stand in. */
export type TitleLevel = 'h2' | 'h3' | 'h4';

export type TocEntry = {
  kind?: ComponentChildren;
  title: string | readonly string[];
  href: string;
  note?: ComponentChildren;
  /** What matters, at the leader's end, its first figure large: 还有 4 天. */
  left?: string;
  /** Little is left of it. */
  soon?: boolean;
  /** The deed: 答题, 投票. */
  verb?: { label: string; href?: string };
};

function plain(title: string | readonly string[]): string {
  return typeof title === 'string' ? title : title.join('');
}

/** A list like a book's table of contents: leaders run to what matters. */
export function Toc(p: { entries: readonly TocEntry[]; label?: string; level?: TitleLevel }) {
  const H = p.level ?? 'h3';
  const { entries, label } = p;
  return (
    <Labelled label={label}>
      <ol class="toc">
        {entries.map((e) => (
          <li>
            {e.kind && <p class="kind">{e.kind}</p>}
            <H>
              <a href={e.href}>
                <Title pieces={e.title} />
              </a>
              <span class="leader" aria-hidden="true" />
            </H>
            {e.left && (
              <p class={e.soon ? 'left soon' : 'left'}>
                <BigNumber text={e.left} />
              </p>
            )}
            {e.note && <p class="note">{e.note}</p>}
            {e.verb && (
              <VerbLink href={e.verb.href ?? e.href} label={`${e.verb.label}: ${plain(e.title)}`}>
                {e.verb.label}
              </VerbLink>
            )}
          </li>
        ))}
      </ol>
    </Labelled>
  );
}

export type RowEntry = {
  href: string;
  title: string | readonly string[];
  /** Up to three short facts after the title: office, days, state. The last stays on phones beside the first. */
  facts?: readonly ComponentChildren[];
};

/** Matters, one a line: title, then short facts in columns. */
export function Rows({ entries, label }: { entries: readonly RowEntry[]; label?: string }) {
  return (
    <Labelled label={label}>
      <ul class="rows num">
        {entries.map((e) => (
          <li>
            <a href={e.href}>
              <Title pieces={e.title} />
            </a>
            {e.facts?.map((fact, i) => (
              <span class={i > 0 && i < (e.facts?.length ?? 0) - 1 ? 'fact mid' : 'fact'}>{fact}</span>
            ))}
          </li>
        ))}
      </ul>
    </Labelled>
  );
}

export type MatterEntry = {
  href: string;
  title: string | readonly string[];
  /** Kind, place, date. */
  meta?: ComponentChildren;
  /** First lines of the text. */
  excerpt?: ComponentChildren;
  state?: ComponentChildren;
  /** Right of the title: days, followers. */
  aside?: ComponentChildren;
};

/** Matters with an excerpt each: search results, the public list. */
export function Matters(p: { entries: readonly MatterEntry[]; label?: string; level?: TitleLevel }) {
  const H = p.level ?? 'h2';
  const { entries, label } = p;
  return (
    <Labelled label={label}>
      <ol class="matters">
        {entries.map((e) => (
          <li>
            <H>
              <a href={e.href}>
                <Title pieces={e.title} />
              </a>
            </H>
            {e.excerpt && <p class="excerpt">{e.excerpt}</p>}
            {(e.meta || e.state) && (
              <div class="under">
                {e.meta}
                {e.state}
              </div>
            )}
            {e.aside && <div class="beside num">{e.aside}</div>}
          </li>
        ))}
      </ol>
    </Labelled>
  );
}

export type TaskEntry = { href: string; icon: IconName; title: string; note?: ComponentChildren };

/** Big things to do, one under the other: the elder view's home, a signed-in person's page. */
export function Tasks({ entries, label }: { entries: readonly TaskEntry[]; label: string }) {
  return (
    <nav aria-label={label}>
      <ul class="tasks">
        {entries.map((e) => (
          <li>
            <a href={e.href}>
              <Icon name={e.icon} />
              <span>
                <b>{e.title}</b>
                {e.note && <span>{e.note}</span>}
              </span>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export type NewsEntry = {
  kind: string;
  /** Corrections and warnings, in vermilion. */
  red?: boolean;
  when: ComponentChildren;
  title: string | readonly string[];
  href: string;
  text?: ComponentChildren;
  source?: ComponentChildren;
};

/** Up to three notices side by side. */
export function News({ entries }: { entries: readonly NewsEntry[] }) {
  return (
    <div class="news">
      {entries.map((e) => (
        <article>
          <p class="kind">
            <b class={e.red ? 'red' : undefined}>{e.kind}</b>
            {e.when}
          </p>
          <h3>
            <a href={e.href}>
              <Title pieces={e.title} />
            </a>
          </h3>
          {e.text && <p>{e.text}</p>}
          {e.source && <p class="src">{e.source}</p>}
        </article>
      ))}
    </div>
  );
}
