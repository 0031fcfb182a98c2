import type { ComponentChildren } from 'preact';
import { useUi } from './page-context.ts';

export type SignalLevel = 'none' | 'blue' | 'yellow' | 'red';

/** A signal of time: colour, shape and always words; without `children` the level's own word. */
export function SignalLight({ level, children }: { level: SignalLevel; children?: ComponentChildren }) {
  const { t } = useUi();
  const word = t(`ui.light.${level}`);
  return (
    <span class={`light ${level}`}>
      {children ? (
        <>
          {level !== 'none' && <span class="vh">{word} </span>}
          {children}
        </>
      ) : (
        word
      )}
    </span>
  );
}

export type StateTone = 'ok' | 'no' | 'open' | 'wait';

/** How a matter stands: a mark and a word. ok: done or solved; no: unsolved or refused; open: under way; wait: not begun. */
export function StateMark({ tone, children }: { tone: StateTone; children: ComponentChildren }) {
  return <span class={`state ${tone}`}>{children}</span>;
}

/** Words in frames on one line, after what they are: 协办, with a way to add one at the end. */
export function TagLine(p: { label: ComponentChildren; children: ComponentChildren; end?: ComponentChildren }) {
  return (
    <p class="tags">
      <span>{p.label}</span>
      {p.children}
      {p.end && <span class="tags-end">{p.end}</span>}
    </p>
  );
}

/** A word in a frame. With `remove` a button that takes it away. */
export function Tag(p: { children: ComponentChildren; remove?: { name: string; value: string; label: string } }) {
  return (
    <span class="tag">
      {p.children}
      {p.remove && (
        <button type="submit" name={p.remove.name} value={p.remove.value} aria-label={p.remove.label}>
          ×
        </button>
      )}
    </span>
  );
}
