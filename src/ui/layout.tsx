import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { useUi } from './page-context.ts';
import { Title } from './text.tsx';

/** A chapter: a hair rule, its title in the margin, its content. */
export function Chapter(p: {
  id: string;
  title: ComponentChildren;
  note?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="chapter" aria-labelledby={p.id}>
      <header>
        <h2 id={p.id}>{p.title}</h2>
        {p.note && <p>{p.note}</p>}
      </header>
      <div>{p.children}</div>
    </section>
  );
}

/** Where this page stands. The last one is the page itself. */
export function Trail({ items }: { items: readonly { label: ComponentChildren; href?: string }[] }) {
  const { t } = useUi();
  return (
    <nav class="trail" aria-label={t('ui.page.trail')}>
      <ol>
        {items.map((item, i) => (
          <li aria-current={i === items.length - 1 ? 'page' : undefined}>
            {item.href && i < items.length - 1 ? <a href={item.href}>{item.label}</a> : item.label}
          </li>
        ))}
      </ol>
    </nav>
  );
}

export type HeadingProps = {
  title: string | readonly string[];
  /** Above the title: kind, place. */
  over?: ComponentChildren;
  /** Below it: state, followers, links. */
  facts?: ComponentChildren;
  lead?: ComponentChildren;
  /** At the end of the line: a button, a feed. */
  end?: ComponentChildren;
};

/** The head of a page's content. */
export function Heading(p: HeadingProps) {
  return (
    <header class="heading">
      {p.over && <div class="over">{p.over}</div>}
      <h1>
        <Title pieces={p.title} />
      </h1>
      {p.lead && <p class="lead">{p.lead}</p>}
      {p.facts && <div class="facts">{p.facts}</div>}
      {p.end && <div class="end">{p.end}</div>}
    </header>
  );
}

export type CaseLayoutProps = {
  heading: ComponentChildren;
  /** Deadlines: above the story on phones, beside it on wide windows. */
  before?: ComponentChildren;
  children: ComponentChildren;
  /** Deeds and facts: below the story on phones, beside it on wide windows. */
  after?: ComponentChildren;
  afterLabel?: string;
};

/** One matter told in time: head, story, and at the side what is due, what can be done, the facts. */
export function CaseLayout(p: CaseLayoutProps) {
  return (
    <article class="case">
      {p.heading}
      {p.before && <div class="side">{p.before}</div>}
      <div class="story">{p.children}</div>
      {p.after && (
        <aside class="side after" aria-label={p.afterLabel}>
          {p.after}
        </aside>
      )}
    </article>
  );
}

/** A part of the side column. */
export function SideSection(p: { id: string; title: ComponentChildren; children: ComponentChildren }) {
  return (
    <section aria-labelledby={p.id}>
      <h2 id={p.id}>{p.title}</h2>
      {p.children}
    </section>
  );
}

/** Buttons one under the other. */
export function Acts({ children }: { children: ComponentChildren }) {
  return <div class="acts">{children}</div>;
}

export type SheetProps = {
  title: string | readonly string[];
  lead?: ComponentChildren;
  /** Beside the form on wide windows, below it on phones: what happens next. */
  aside?: { id?: string; title: ComponentChildren; children: ComponentChildren };
  children: ComponentChildren;
};

/** A page with one form on it. */
export function Sheet(p: SheetProps) {
  const id = p.aside?.id ?? 'sheet-aside';
  return (
    <div class="sheet">
      <div class="sheet-main">
        <header>
          <h1>
            <Title pieces={p.title} />
          </h1>
          {p.lead && <p class="lead">{p.lead}</p>}
        </header>
        {p.children}
      </div>
      {p.aside && (
        <aside aria-labelledby={id}>
          <h2 id={id}>{p.aside.title}</h2>
          {p.aside.children}
        </aside>
      )}
    </div>
  );
}

/** Text of a page that is only read: rules, explanations. */
export function Prose({ children }: { children: ComponentChildren }) {
  return <div class="prose">{children}</div>;
}

/** A plain part of a page with a title above it. */
export function Section(p: {
  id?: string;
  title?: ComponentChildren;
  note?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="part" aria-labelledby={p.title && p.id ? p.id : undefined}>
      {p.title && (
        <header>
          <h2 id={p.id}>{p.title}</h2>
          {p.note && <p class="quiet">{p.note}</p>}
        </header>
      )}
      {p.children}
    </section>
  );
}

/** Side by side from 960 px on, one under the other before. */
export function Columns({ children, of = 2 }: { children: ComponentChildren; of?: 2 | 3 | 4 }) {
  return <div class={`columns of-${of}`}>{children}</div>;
}

export type OpeningProps = {
  almanac?: readonly ComponentChildren[];
  title: ComponentChildren;
  lead?: ComponentChildren;
  /** The main deed and its neighbours. */
  children?: ComponentChildren;
  aside?: ComponentChildren;
};

/** The opening of the home page. */
export function Opening(p: OpeningProps) {
  return (
    <section class="opening" aria-labelledby="opening">
      <div>
        {p.almanac && (
          <p class="almanac">
            {p.almanac.map((each) => (
              <span>{each}</span>
            ))}
          </p>
        )}
        <h1 id="opening">{p.title}</h1>
        {p.lead && <p class="lead">{p.lead}</p>}
        {p.children}
      </div>
      {p.aside}
    </section>
  );
}

/** The main button with its neighbours and the telephone. */
export function Do({ children, tel }: { children: ComponentChildren; tel?: { number: string; before: string } }) {
  return (
    <div class="do">
      {children}
      {tel && (
        <a class="tel" href={`tel:${tel.number}`}>
          <span>{tel.before}</span>
          <b>{tel.number}</b>
        </a>
      )}
    </div>
  );
}

export type FindProps = {
  action: string;
  label: string;
  placeholder?: string;
  name?: string;
  value?: string;
  button?: string;
  id?: string;
  /** What people look for these days, from real counts. */
  asked?: { label: string; items: readonly { label: string; href: string }[] };
};

/** One search field. */
export function Find(p: FindProps) {
  const { t } = useUi();
  const id = p.id ?? 'find';
  return (
    <>
      <search class="search">
        <form class="find" action={p.action} method="get">
          <div>
            <label for={id}>{p.label}</label>
            <input id={id} name={p.name ?? 'q'} type="search" value={p.value} placeholder={p.placeholder} />
          </div>
          <button type="submit">
            <Icon name="search" />
            {p.button ?? t('ui.find.button')}
          </button>
        </form>
      </search>
      {p.asked && p.asked.items.length > 0 && (
        <p class="asked">
          <span>{p.asked.label}</span>
          {p.asked.items.map((item) => (
            <a href={item.href}>{item.label}</a>
          ))}
        </p>
      )}
    </>
  );
}
