import { Form, Hidden } from '../../../ui/form.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Unseen } from '../../../ui/text.tsx';

// keys: consultations.support.*

/**
 * Supports a contribution of any kind. On pages that everybody shares it says nothing of who looks: an island marks what they
 * support already; without it the press leads to a page that says how it stands. `takes`: the consultation runs.
 */
export function SupportButton(p: {
  ctx: PageContext;
  contribution: { id: string; number: number; supports: number };
  takes: boolean;
  /** path of the page that it stands on */
  back: string;
}) {
  const { t } = p.ctx;
  const { id, number, supports } = p.contribution;
  if (!p.takes) return <span class="num">{t('consultations.support.count', { count: supports })}</span>;
  return (
    <Form id={`support-${id}`} action={`/contributions/${id}/support`}>
      <Hidden name="want" value="on" />
      <Hidden name="back" value={p.back} />
      <button
        class="btn small support"
        type="submit"
        data-island="support-button"
        data-support={id}
        data-on={t('consultations.support.on')}
        data-off={t('consultations.support.verb')}
      >
        <Icon name="follow" />
        <span data-verb>{t('consultations.support.verb')}</span>{' '}
        <b class="num" data-count>
          {supports}
        </b>{' '}
        <Unseen>{t('consultations.support.which', { number })}</Unseen>
      </button>
    </Form>
  );
}
