import { VerbLink } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { MatterView } from './load-matter.ts';
import type { AuthorDetails } from './read-author.ts';

/**
 * Who wrote. Without `details` only how they are called, and, where the policy allows more, the link that shows it: each
 * look is recorded.
 */
export function AuthorBlock(p: { matter: MatterView; details?: AuthorDetails | null; revealHref: string }) {
  const { t } = useUi();
  const { author, row } = p.matter;
  const called =
    author.displayName || t(author.hasAccount ? 'cases.matter.author.unnamed' : 'cases.matter.author.anonymous');
  return (
    <div>
      {row.confidential && (
        <p class="quiet">{t(author.mayBeSeen ? 'cases.matter.author.confidential' : 'cases.matter.author.hidden')}</p>
      )}
      {p.details ? (
        <Facts
          ruled
          items={[
            { label: t('cases.matter.author.name'), value: p.details.name || called },
            {
              label: t('cases.matter.author.phone'),
              value: p.details.phone ? (
                <a href={`tel:${p.details.phone.replace(/[^\d+]/g, '')}`}>{p.details.phone}</a>
              ) : (
                t('cases.matter.author.none')
              ),
            },
            p.details.email !== '' && {
              label: t('cases.matter.author.email'),
              value: <a href={`mailto:${p.details.email}`}>{p.details.email}</a>,
            },
          ]}
        />
      ) : (
        author.mayBeSeen && (
          <p>
            {called}
            {'　'}
            {author.reachable ? (
              <VerbLink href={p.revealHref}>{t('cases.matter.author.show')}</VerbLink>
            ) : (
              <span class="quiet">{t('cases.matter.author.unreachable')}</span>
            )}
          </p>
        )
      )}
      {!author.mayBeSeen && !row.confidential && <p>{called}</p>}
      {author.mayBeSeen && (
        <p class="quiet">{t(p.details ? 'cases.matter.author.recorded' : 'cases.matter.author.will_record')}</p>
      )}
    </div>
  );
}
