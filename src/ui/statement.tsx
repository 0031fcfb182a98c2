import type { ComponentChildren } from 'preact';

/** From so many characters on it is set smaller, so that the buttons stay in sight on a phone. */
const longStatement = 70;

export type StatementCardProps = {
  /** What people agree or disagree with. */
  text: string;
  /** BCP 47, where it differs from the page. */
  lang?: string | undefined;
  /** Above it: its number and who wrote it. */
  over: ComponentChildren;
  /** Below it: the buttons. */
  children: ComponentChildren;
};

/** One statement large enough to be read at a glance, and what can be said to it. */
export function StatementCard(p: StatementCardProps) {
  return (
    <div class="statement-card">
      <p class="over" data-statement-over>
        {p.over}
      </p>
      <p
        class={[...p.text].length > longStatement ? 'statement-text long' : 'statement-text'}
        data-statement
        lang={p.lang}
        aria-live="polite"
      >
        {p.text}
      </p>
      {p.children}
    </div>
  );
}

export type VoteShares = { agrees: number; passes: number; disagrees: number };

/** How votes divide, from agreeing to disagreeing; the figures stand beside it in words. */
export function VoteBar({ agrees, passes, disagrees, small }: VoteShares & { small?: boolean }) {
  const all = agrees + passes + disagrees || 1;
  const [agree, pass] = [(agrees / all) * 100, (passes / all) * 100];
  return (
    <svg
      class={small ? 'votebar small' : 'votebar'}
      viewBox="0 0 100 8"
      width="100"
      height="8"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect class="track" x="0" y="0" width="100" height="8" />
      <rect class="agree" x="0" y="0" width={agree.toFixed(2)} height="8" />
      <rect class="pass" x={agree.toFixed(2)} y="0" width={pass.toFixed(2)} height="8" />
      <rect
        class="disagree"
        x={(agree + pass).toFixed(2)}
        y="0"
        width={Math.max(0, (disagrees / all) * 100).toFixed(2)}
        height="8"
      />
    </svg>
  );
}

export type Standing = {
  id?: string;
  text: string;
  lang?: string | undefined;
  /** 第 12 条; what stands before it */
  over?: ComponentChildren;
  /** the outcome in words: 812 人表态，86% 同意 */
  said: ComponentChildren;
  bar?: VoteShares;
  /** one line a group: its letter, its figures, its bar */
  groups?: readonly { name: string; said: ComponentChildren; bar: VoteShares }[];
  children?: ComponentChildren;
};

/** Statements with how people stand to them: the words first, then the figures, then the groups side by side. */
export function Standings({ entries, label }: { entries: readonly Standing[]; label?: string }) {
  return (
    <ol class="standings" aria-label={label}>
      {entries.map((entry) => (
        <li id={entry.id}>
          {entry.over && <p class="over">{entry.over}</p>}
          <p class="statement-text" lang={entry.lang}>
            {entry.text}
          </p>
          {entry.bar && <VoteBar {...entry.bar} />}
          <p class="outcome num">{entry.said}</p>
          {entry.groups && entry.groups.length > 0 && (
            <ul class="group-bars num">
              {entry.groups.map((group) => (
                <li>
                  <b>{group.name}</b>
                  <VoteBar {...group.bar} small />
                  <span>{group.said}</span>
                </li>
              ))}
            </ul>
          )}
          {entry.children}
        </li>
      ))}
    </ol>
  );
}
