import { Button, ButtonLink } from '../../../ui/button.tsx';
import type { PageContext } from '../../../ui/page-context.ts';

/** The address of a page to pass on: written out for everybody; where scripts run, copied or shared with one touch. */
export function ShareBox(p: { ctx: PageContext; url: string; title: string; card: string }) {
  const { t, locale } = p.ctx;
  const id = 'share-address';
  return (
    <div class="share" data-island="share-page" data-title={p.title} data-url={p.url}>
      <div class="field">
        <label for={id}>{t('competitions.public.share.address')}</label>
        <input id={id} type="text" readOnly value={p.url} lang="en" />
      </div>
      <div class="do">
        <span hidden data-part="share">
          <Button type="button" primary>
            {t('competitions.public.share.send')}
          </Button>
        </span>
        <span hidden data-part="copy">
          <Button type="button">{t('competitions.public.share.copy')}</Button>
        </span>
        <ButtonLink href={`${p.card}?lang=${locale}`}>{t('competitions.public.share.card')}</ButtonLink>
        <span role="status" data-part="said" data-copied={t('competitions.public.share.copied')} />
      </div>
    </div>
  );
}
