import type { ComponentChildren } from 'preact';

export type BallotBarProps = {
  /** Name of the boxes that are ticked, in the form around the bar. */
  name: string;
  chosen: number;
  most: number;
  /** `{n}` stands for a number: 已选 {n} 门; 还可以选 {n} 门; 选满了; 多选了 {n} 门. */
  words: { chosen: string; left: string; full: string; over: string };
  /** More, on wide windows only: what comes after voting. */
  note?: ComponentChildren;
  /** The button. */
  children: ComponentChildren;
};

const length = 2 * Math.PI * 22;

/** How far a ballot is filled, as a ring and in words, and the button that casts it; stays in sight. Follows ticks by an island. */
export function BallotBar(p: BallotBarProps) {
  const { chosen, most, words } = p;
  const left = most - chosen;
  const rest = left > 0 ? words.left : left === 0 ? words.full : words.over;
  return (
    <div
      class="ballot-bar"
      data-island="ballot-bar"
      data-name={p.name}
      data-most={String(most)}
      data-left={words.left}
      data-full={words.full}
      data-over={words.over}
      data-chosen={words.chosen}
    >
      <svg class="ring" viewBox="0 0 52 52" aria-hidden="true">
        <g transform="rotate(-90 26 26)">
          <circle class="track" cx="26" cy="26" r="22" />
          <circle
            class="arc"
            cx="26"
            cy="26"
            r="22"
            stroke-dasharray={`${(length * Math.min(1, chosen / most)).toFixed(2)} ${length.toFixed(2)}`}
          />
          <circle class="inner" cx="26" cy="26" r="13" />
        </g>
        <circle class="heart" cx="26" cy="26" r="4.5" />
      </svg>
      <p role="status">
        <b class="num">{words.chosen.replace('{n}', String(chosen))}</b>
        <small>
          <span class={left < 0 ? 'rest over' : 'rest'}>{rest.replace('{n}', String(Math.abs(left)))}</span>
          {p.note && <span class="wide">{p.note}</span>}
        </small>
      </p>
      {p.children}
    </div>
  );
}
