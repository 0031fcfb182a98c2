import { Button } from '../../../ui/button.tsx';
import { SideSection } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { SupportButton } from '../support/support-button.tsx';
import type { Story } from './load-idea.ts';

/** What anybody can do with an idea: support it, pass it on, say that it breaks a rule; its author finds their own page. */
export function IdeaActs({ ctx, story, url }: { ctx: PageContext; story: Story; url: string }) {
  const { t } = ctx;
  const { idea, call, status } = story;
  const path = `/ideas/${call.slug}/${idea.number}`;
  return (
    <SideSection id="acts" title={t('consultations.ideas.acts')}>
      {idea.state === 'visible' && (
        <SupportButton
          ctx={ctx}
          contribution={{ id: idea.id, number: idea.number, supports: idea.supports }}
          takes={status === 'running'}
          back={path}
        />
      )}
      <div class="share" data-island="share-page" data-title={idea.title} data-url={url}>
        <div class="field">
          <label for="share-address">{t('consultations.ideas.share')}</label>
          <input id="share-address" type="text" readOnly value={url} lang="en" />
        </div>
        <div class="do">
          <span hidden data-part="share">
            <Button type="button" small>
              {t('consultations.ideas.share_send')}
            </Button>
          </span>
          <span hidden data-part="copy">
            <Button type="button" small>
              {t('consultations.ideas.share_copy')}
            </Button>
          </span>
          <span role="status" data-part="said" data-copied={t('consultations.ideas.share_copied')} />
        </div>
      </div>
      <p class="quiet">
        <a href={`${path}/mine`}>{t('consultations.ideas.mine.link')}</a>
      </p>
      {(idea.state === 'visible' || idea.state === 'merged') && (
        <p class="quiet">
          <a href={`/contributions/${idea.id}/report`} rel="nofollow">
            {t('consultations.ideas.report')}
          </a>
        </p>
      )}
    </SideSection>
  );
}
