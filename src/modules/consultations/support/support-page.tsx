import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Form, Hidden } from '../../../ui/form.tsx';
import { Acts, Sheet } from '../../../ui/layout.tsx';
import { Said } from '../../../ui/letter.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';

// keys: consultations.contribution.*

/** How somebody stands to one contribution: supports it, or not. */
export function SupportPage(p: {
  ctx: PageContext;
  contribution: { id: string; kind: string; number: number; text: string };
  on: boolean;
  supports: number;
  done: boolean;
  problem: string | undefined;
  back: string;
}) {
  const { t } = p.ctx;
  const { id, kind, number, text } = p.contribution;
  const said = p.on ? 'consultations.support.is_on' : 'consultations.support.is_off';
  return (
    <Sheet
      title={t('consultations.support.title', { kind: t(`consultations.contribution.${kind}`), number })}
      lead={t('consultations.support.lead')}
    >
      {p.problem && <Notice tone="error" title={p.problem} />}
      <Notice tone={p.done ? 'success' : 'info'} live={p.done} title={t(said, { count: p.supports })} />
      <Said text={text} />
      <Acts>
        <Form id="support" action={`/contributions/${id}/support`}>
          <Hidden name="want" value={p.on ? 'off' : 'on'} />
          <Hidden name="back" value={p.back} />
          <Button primary={!p.on}>{t(p.on ? 'consultations.support.take_back' : 'consultations.support.verb')}</Button>
        </Form>
        <ButtonLink href={p.back}>{t('consultations.support.back')}</ButtonLink>
      </Acts>
    </Sheet>
  );
}
