import type { Locale } from '../../../../kernel/i18n/index.ts';

export const providerIds = ['oidc', 'wechat'] as const;
export type ProviderId = (typeof providerIds)[number];

/** What only the browser that left and this server know of one sign-in. */
export type Secrets = { state: string; nonce: string; verifier: string };

/**
 * Who somebody is at a provider. `id` names the person there for good; `former`: an id under which they may be known here
 * from before the provider gave the better one.
 */
export type Identity = { id: string; former?: string };

/** Somewhere else that can say who somebody is. It gives an identifier; no name, address or picture is asked for or kept. */
export type OutsideProvider = {
  id: ProviderId;
  /** as the button calls it */
  name(locale: Locale): string;
  /**
   * Where the browser is sent.
   * @param from `anew`: the person must sign in there again, where the provider can ask for it
   * @throws AppError people.outside_away, people.outside_failed
   */
  leave(secrets: Secrets, from: { redirectUri: string; userAgent: string; anew?: boolean }): Promise<string>;
  /**
   * Reads what the browser came back with.
   * @param address the whole address it came back to
   * @throws AppError people.outside_denied, people.outside_stale, people.outside_away, people.outside_failed
   */
  arrive(address: URL, secrets: Secrets, from: { userAgent: string; anew?: boolean }): Promise<Identity>;
};

/** The one address to which a provider sends people back; registered there, letter by letter. */
export function returnAddress(publicUrl: string, id: ProviderId): string {
  return `${publicUrl}/sign-in/${id}/back`;
}
