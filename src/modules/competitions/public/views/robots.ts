/** Programs say what they are, most of them, by one of these words. CUBOT makes telephones. */
const names =
  /(?<!cu)bot(?![a-z])|crawl|spider|slurp|fetch|scan|monitor|preview|archiv|index|headless|phantom|puppeteer|playwright|lighthouse|curl|wget|python|java\/|okhttp|go-http|axios|node|ruby|perl|php|libwww|httpclient|apache|postman|facebookexternalhit|whatsapp|telegram|embedly|sogou web|360spider|haosou|yisou|bytespider/i;

/** Whether a request says of itself that no person looks. One without a name, or with a very long one, is a program too. */
export function isRobot(userAgent: string | undefined): boolean {
  return userAgent === undefined || userAgent.length < 20 || userAgent.length > 600 || names.test(userAgent);
}
