import { messagesFor } from '../dashboard/language.js';
import { html } from '../dashboard/html.js';

const texts = {
  en: {
    title: 'The console is not built',
    why: 'This server runs without the files of its console. In the workspace, build them and reload this page:',
    still: 'The registry works without them; its classic page is',
    link: 'here',
  },
  zh: {
    title: '控制台尚未构建',
    why: '此服务器没有控制台的文件。请在工作区中构建，然后刷新本页：',
    still: '注册中心本身不受影响；经典页面在',
    link: '这里',
  },
};

/** Says how to build the console, in the language of the browser. */
export function missingPage(acceptLanguage: string | undefined): { lang: string; body: string } {
  const lang = messagesFor(acceptLanguage).lang.startsWith('zh') ? 'zh' : 'en';
  const { title, why, still, link } = texts[lang];
  const { text } = html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
      </head>
      <body>
        <h1>${title}</h1>
        <p>${why}</p>
        <pre>npx nx build eureka-console</pre>
        <p>${still} <a href="./">${link}</a>.</p>
      </body>
    </html> `;
  return { lang, body: text };
}
