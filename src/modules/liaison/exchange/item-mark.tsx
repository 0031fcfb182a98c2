import { dateWords } from '../../../kernel/time/index.ts';
import { SignalLight, StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { ItemView } from './load-exchange.ts';

// keys: liaison.exchange.state.*

const tones = {
  awaiting_consent: 'wait',
  open: 'open',
  taken: 'open',
  answered: 'ok',
  done: 'ok',
  declined: 'no',
  withdrawn: 'no',
  refused: 'no',
  lapsed: 'no',
} as const;

/** Where an item stands. */
export function ItemMark({ item }: { item: ItemView }) {
  const { t } = useUi();
  if (item.kind === 'news') return null;
  return <StateMark tone={tones[item.state]}>{t(`liaison.exchange.state.${item.state}`)}</StateMark>;
}

/** How much of its time is left; nothing where it is over. */
export function ItemLight({ item, today }: { item: ItemView; today: string }) {
  const { t, locale } = useUi();
  if (item.dueOn === null || item.settledAt !== null || item.kind === 'news') return null;
  return (
    <SignalLight level={item.light}>
      {t('liaison.exchange.needed_by', { day: dateWords(item.dueOn, { locale, today, weekday: false }) })}
    </SignalLight>
  );
}
