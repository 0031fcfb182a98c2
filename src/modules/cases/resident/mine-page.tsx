import { wordBreaks } from '../../../kernel/text/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Form } from '../../../ui/form.tsx';
import { Acts, Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { CaseRow } from '../case.queries.ts';

type Standing = { ctx: PageContext; number: string; wrote: boolean; follows: boolean };

/** What takes the place of the follow buttons for whoever wrote or follows the case. */
export function MinePart({ ctx, number, wrote, follows }: Standing) {
  const { t } = ctx;
  return (
    <>
      {wrote && (
        <ButtonLink href={`/me/cases/${number}`} primary icon="mail">
          {t('cases.resident.follow.mine')}
        </ButtonLink>
      )}
      {follows && (
        <Form id="unfollow" action={`/cases/${number}/unfollow`}>
          <p class="quiet">{t('cases.resident.follow.follows')}</p>
          <Button icon="close">{t('cases.resident.follow.stop')}</Button>
        </Form>
      )}
    </>
  );
}

/** The page of how somebody stands to a public case: follow it, or leave it. */
export function MinePage(p: {
  ctx: PageContext;
  row: CaseRow;
  wrote: boolean;
  follows: boolean;
  done: boolean;
  signedIn: boolean;
}) {
  const { t } = p.ctx;
  const { number } = p.row;
  return (
    <Sheet title={wordBreaks(p.row.title)} lead={t('cases.resident.follow.lead')}>
      {p.done && p.follows && <Notice tone="success" live draftSent="letter" title={t('cases.resident.follow.done')} />}
      <Acts>
        <MinePart ctx={p.ctx} number={number} wrote={p.wrote} follows={p.follows} />
        {!p.follows && !p.wrote && p.signedIn && (
          <Form id="follow" action={`/cases/${number}/follow`}>
            <Button primary icon="follow" name="why" value="follow">
              {t('cases.public.follow')}
            </Button>
          </Form>
        )}
        {!p.signedIn && (
          <ButtonLink primary href={`/sign-in?back=${encodeURIComponent(`/cases/${number}/mine`)}`}>
            {t('ui.page.sign_in')}
          </ButtonLink>
        )}
        <ButtonLink href={`/cases/${number}`}>{t('cases.resident.follow.back')}</ButtonLink>
      </Acts>
    </Sheet>
  );
}
