import type { ComponentChildren } from 'preact';
import { useUi } from './page-context.ts';
import { Labelled } from './text.tsx';

export type Stage = {
  name: ComponentChildren;
  note?: ComponentChildren;
  /** Where things stand; more than one stage is `here` where they run side by side. */
  at: 'past' | 'here' | 'ahead';
  /** Said at the stage that is here: 第 4 天，共 10 天. */
  here?: string;
};

/** Stages in their order, with 您在这里. */
export function StageRow({ stages, label }: { stages: readonly Stage[]; label: string }) {
  const { t } = useUi();
  return (
    <Labelled label={label}>
      <ol class="stages num">
        {stages.map((stage) => (
          <li class={stage.at} aria-current={stage.at === 'here' ? 'step' : undefined}>
            <b>{stage.name}</b>
            {stage.at === 'here' && (
              <span class="you">{stage.here ? t('ui.stage.here_note', { note: stage.here }) : t('ui.stage.here')}</span>
            )}
            {stage.note && <span>{stage.note}</span>}
          </li>
        ))}
      </ol>
    </Labelled>
  );
}
