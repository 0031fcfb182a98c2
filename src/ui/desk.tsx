import type { ComponentChildren } from 'preact';
import { Button, ButtonLink, type ButtonLinkProps, type ButtonProps } from './button.tsx';
import { Bar } from './due.tsx';
import { Icon } from './icon.tsx';
import { EmptyState } from './notice.tsx';
import { useUi } from './page-context.ts';
import { KeyHint, Title } from './text.tsx';

export type DeskListEntry = {
  href: string;
  /** A word before the title: its kind. */
  kind?: ComponentChildren;
  title: string;
  /** When it came and where from. */
  meta?: ComponentChildren;
  /** A {@link SignalLight}. */
  light?: ComponentChildren;
  current?: boolean;
};

export type DeskPanesProps = {
  /** What the list holds, for screen readers. */
  listLabel: string;
  /** How it is ordered, and how many are shown. */
  order?: ComponentChildren;
  shown?: ComponentChildren;
  entries: readonly DeskListEntry[];
  /** Kinds are words of five or six characters, as articles of a draft are. */
  longKinds?: boolean;
  /** Above the entries: filters. */
  listHead?: ComponentChildren;
  /** Below the entries: the pager. */
  listFoot?: ComponentChildren;
  /** Said when there are no entries. */
  empty?: ComponentChildren;
  /** The way into the list while nothing is in hand. */
  start?: ComponentChildren;
  /** The matter in hand; without it the list fills the phone's page. */
  children?: ComponentChildren;
  deeds?: ComponentChildren;
};

function DeskList(p: DeskPanesProps) {
  return (
    <section class="q" id="list" aria-label={p.listLabel}>
      {(p.order || p.shown) && (
        <header>
          <span>{p.order}</span>
          <span class="num">{p.shown}</span>
        </header>
      )}
      {p.listHead}
      <ol class={p.longKinds ? 'long-kinds' : undefined}>
        {p.entries.map((e) => (
          <li>
            <a href={e.href} aria-current={e.current ? 'true' : undefined}>
              <span class="k">{e.kind}</span>
              <span class="ti">{e.title}</span>
              <span class="me num">{e.meta}</span>
              {e.light}
            </a>
          </li>
        ))}
      </ol>
      {p.entries.length === 0 && <p class="nothing">{p.empty}</p>}
      {p.listFoot}
    </section>
  );
}

/** The staff's two panes: list on the left, matter on the right; on a phone one at a time, changed by address alone. */
export function DeskPanes(p: DeskPanesProps) {
  const { t } = useUi();
  if (p.children)
    return (
      <div class="panes">
        <DeskList {...p} />
        <main class="work" id="main">
          <div class="matter" id="matter">
            {p.children}
          </div>
          {p.deeds}
        </main>
      </div>
    );
  // With nothing in hand the list is what the page is about, on a phone the only thing it shows.
  return (
    <main class="panes list-only" id="main">
      <h1 class="vh">{p.listLabel}</h1>
      <DeskList {...p} />
      <div class="work">
        <div class="matter">
          <EmptyState title={p.entries.length === 0 ? p.empty : t('ui.desk.choose')} action={p.start} />
        </div>
        {p.deeds}
      </div>
    </main>
  );
}

export type MatterHeadProps = {
  title: string | readonly string[];
  /** Number, kind, openness, author. */
  facts?: readonly ComponentChildren[];
  /** Back to the list on phones. */
  backLabel?: string;
  position?: ComponentChildren;
  previousHref?: string;
  nextHref?: string;
};

/** The head of the matter in hand. */
export function MatterHead(p: MatterHeadProps) {
  const { t } = useUi();
  return (
    <header class="matter-head">
      <div class="idline num">
        {p.backLabel && (
          <a class="backlist" href="#list">
            {p.backLabel}
          </a>
        )}
        {p.facts?.map((fact) => (
          <span>{fact}</span>
        ))}
        {(p.position || p.previousHref || p.nextHref) && (
          <span class="nav">
            {p.position}
            {p.previousHref && (
              <>
                <a href={p.previousHref} aria-label={t('ui.desk.previous')} data-key="k">
                  <Icon name="prev" />
                </a>
                <KeyHint>K</KeyHint>
              </>
            )}
            {p.nextHref && (
              <>
                <a href={p.nextHref} aria-label={t('ui.desk.next')} data-key="j">
                  <Icon name="next" />
                </a>
                <KeyHint>J</KeyHint>
              </>
            )}
          </span>
        )}
      </div>
      <h1>
        <Title pieces={p.title} />
      </h1>
    </header>
  );
}

/** Two columns inside the matter. */
export function DeskColumns({ left, right }: { left: ComponentChildren; right: ComponentChildren }) {
  return (
    <div class="two">
      <div class="col">{left}</div>
      <div class="col">{right}</div>
    </div>
  );
}

/** A titled part of the matter; `end`: how it came about, or its key. */
export function DeskSection(p: {
  id: string;
  title: ComponentChildren;
  end?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section aria-labelledby={p.id}>
      <h2 id={p.id}>
        {p.title}
        {p.end && <span class="k">{p.end}</span>}
      </h2>
      {p.children}
    </section>
  );
}

export type SuggestionOption = {
  value: string;
  label: string;
  why?: ComponentChildren;
  /** 0 to 1: how well it fits. */
  fit?: number;
  /** A single key that chooses it. */
  keyHint?: string;
};

/** Suggestions to decide between, each with its reasons. */
export function Suggestions(p: {
  name: string;
  label: string;
  options: readonly SuggestionOption[];
  value?: string;
  form?: string;
}) {
  return (
    <fieldset class="sug-set">
      <legend class="vh">{p.label}</legend>
      <ol class="sug num">
        {p.options.map((o) => (
          <li>
            <label>
              <input
                type="radio"
                name={p.name}
                value={o.value}
                checked={p.value === o.value}
                form={p.form}
                data-key={o.keyHint?.toLowerCase()}
              />
              <b>{o.label}</b>
              {o.keyHint && <KeyHint>{o.keyHint}</KeyHint>}
              {o.fit !== undefined && (
                <span class="fit">
                  <Bar share={o.fit} />
                </span>
              )}
              {o.why && <span class="why">{o.why}</span>}
            </label>
          </li>
        ))}
      </ol>
    </fieldset>
  );
}

export type LikeEntry = { href: string; title: string; facts?: readonly ComponentChildren[] };

/** Similar matters, one a line. */
export function Likes({ entries }: { entries: readonly LikeEntry[] }) {
  return (
    <ul class="likes num">
      {entries.map((e) => (
        <li>
          <a href={e.href}>{e.title}</a>
          <span class="like-facts">
            {e.facts?.map((fact) => (
              <span>{fact}</span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

export type Deed =
  | ({ label: string } & Omit<ButtonProps, 'children' | 'label'>)
  | ({ label: string } & Omit<ButtonLinkProps, 'children' | 'label'>);

/** The bar of deeds that stays at the foot of the desk, each with its key. */
export function Deeds({
  deeds,
  keys,
  note,
}: {
  deeds: readonly Deed[];
  keys?: readonly { key: string; label: string }[];
  /** Always in sight while somebody works: what time is left. */
  note?: ComponentChildren;
}) {
  const { t } = useUi();
  const hints = [...(keys ?? []), { key: '?', label: t('ui.desk.all_keys') }];
  return (
    <div class="deeds">
      {deeds.map(({ label, ...deed }) =>
        'href' in deed ? <ButtonLink {...deed}>{label}</ButtonLink> : <Button {...deed}>{label}</Button>,
      )}
      {note && <span class="deeds-note num">{note}</span>}
      <span class="hintkeys">
        {hints.map((hint) => (
          <span>
            <kbd>{hint.key}</kbd> {hint.label}
          </span>
        ))}
      </span>
    </div>
  );
}
