import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from './kernel/errors/index.ts';
import { localPath } from './kernel/http/index.ts';
import type { Kernel } from './kernel/kernel.ts';
import { ButtonLink } from './ui/button.tsx';
import { document, type Frame } from './ui/send-page.tsx';

/** Errors that a person gets past on a page of its own, which leads back. */
const waysIn: Record<string, { href: string; label: string }> = {
  'kernel.sign_in_first': { href: '/sign-in', label: 'ui.page.sign_in' },
  'kernel.second_factor_first': { href: '/second-factor', label: 'errors.second_factor' },
  'people.welcome_first': { href: '/welcome', label: 'errors.welcome' },
  'people.guardian_first': { href: '/welcome/guardian', label: 'errors.guardian' },
  'people.prove_again': { href: '/me/logins/confirm', label: 'errors.prove_again' },
};

/**
 * The page of an error: what happened, what was kept, what to do next. Whoever only has to sign in first, or to pass the
 * second factor, is led there instead and comes back; a form that was sent says so on the page, so that it is not lost.
 */
export function errorDocument(
  k: Kernel,
  frame: Frame,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  error: AppError,
  reference: string,
): string {
  const ctx = frame.anonymous(request);
  const key = `errors.${error.code}`;
  const said = k.i18n.has(key)
    ? ctx.t(key, { hotline: ctx.city.hotline, ...error.params })
    : ctx.t('errors.kernel.internal');
  const fields = Object.values(error.fields ?? {}).map((field) =>
    ctx.t(k.i18n.has(field.key) ? field.key : 'ui.field.invalid', field.params),
  );
  const wayIn = waysIn[error.code];
  const back = localPath(
    request.method === 'GET' ? request.url : (URL.parse(request.headers.referer ?? '')?.pathname ?? '/'),
  );
  const onward = wayIn && `${wayIn.href}?back=${encodeURIComponent(back)}`;
  if (onward && request.method === 'GET') reply.code(303).header('location', onward);
  const title = ctx.t('errors.title');
  return document(ctx, {
    title,
    robots: 'noindex',
    main: (
      <div class="sheet">
        <div>
          <h1>{title}</h1>
          <p class="lead">{said}</p>
          {fields.length > 0 && (
            <ul>
              {fields.map((field) => (
                <li>{field}</li>
              ))}
            </ul>
          )}
        </div>
        <p class="send-buttons">
          {onward && (
            <ButtonLink primary href={onward}>
              {ctx.t(wayIn.label)}
            </ButtonLink>
          )}
          <ButtonLink href="/">{ctx.t('errors.home')}</ButtonLink>
        </p>
        {error.status >= 500 && <p class="quiet">{ctx.t('errors.reference', { reference })}</p>}
      </div>
    ),
  });
}
