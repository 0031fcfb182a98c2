import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { KeyHint } from './text.tsx';

export type ButtonProps = {
  children: ComponentChildren;
  primary?: boolean;
  danger?: boolean;
  small?: boolean;
  icon?: IconName;
  type?: 'submit' | 'button' | 'reset';
  name?: string;
  value?: string;
  /** Id of the form it sends when it stands outside. */
  form?: string;
  formAction?: string;
  formNoValidate?: boolean;
  disabled?: boolean;
  /** Single key that presses it on staff pages; shown beside the label. */
  keyHint?: string;
  /** Id of a {@link Dialog} that it opens. */
  opens?: string;
  id?: string;
  /** Full name when the label alone is not enough among others like it. */
  label?: string;
  /** Takes the focus when the page or its dialog opens. */
  autofocus?: boolean;
};

function classes(p: { primary?: boolean; danger?: boolean; small?: boolean }): string {
  return ['btn', p.primary && 'primary', p.danger && 'danger', p.small && 'small'].filter(Boolean).join(' ');
}

/** A deed: always a verb (写信, 答复, 派单). */
export function Button(p: ButtonProps) {
  return (
    <button
      id={p.id}
      class={classes(p)}
      type={p.opens ? 'button' : (p.type ?? 'submit')}
      name={p.name}
      value={p.value}
      form={p.form}
      formaction={p.formAction}
      formnovalidate={p.formNoValidate}
      disabled={p.disabled}
      data-key={p.keyHint?.toLowerCase()}
      popovertarget={p.opens}
      autofocus={p.autofocus}
      aria-label={p.label}
    >
      {p.icon && <Icon name={p.icon} />}
      {p.children}
      {p.keyHint && <KeyHint>{p.keyHint}</KeyHint>}
    </button>
  );
}

export type ButtonLinkProps = {
  href: string;
  children: ComponentChildren;
  primary?: boolean;
  danger?: boolean;
  small?: boolean;
  icon?: IconName;
  keyHint?: string;
  label?: string;
  download?: boolean;
};

/** A link that looks like a button: goes somewhere, changes nothing. */
export function ButtonLink(p: ButtonLinkProps) {
  return (
    <a
      class={classes(p)}
      href={p.href}
      data-key={p.keyHint?.toLowerCase()}
      aria-label={p.label}
      download={p.download ? '' : undefined}
    >
      {p.icon && <Icon name={p.icon} />}
      {p.children}
      {p.keyHint && <KeyHint>{p.keyHint}</KeyHint>}
    </a>
  );
}

/** A verb with an arrow, for the way on from a list entry. `label` names it among its neighbours. */
export function VerbLink({ href, children, label }: { href: string; children: ComponentChildren; label?: string }) {
  return (
    <a class="verb" href={href} aria-label={label}>
      {children}
      <Icon name="arrow" />
    </a>
  );
}

/** Verb links or marks on one line below something. */
export function More({ children }: { children: ComponentChildren }) {
  return <div class="more">{children}</div>;
}
