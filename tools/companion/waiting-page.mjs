import { languageOfHeader } from '../lab/words.mjs';

const words = {
  zh: {
    lang: 'zh-CN',
    title: '学习手册',
    text: '正在启动，几秒后自动显示……',
    failed: '没能启动：请看运行它的终端',
  },
  en: {
    lang: 'en',
    title: 'The companion',
    text: 'Starting; it appears by itself in a few seconds …',
    failed: 'It did not start: see the terminal that runs it',
  },
};

/**
 * A page that waits until the site is up, and then loads again.
 *
 * @param {string} readyPath
 * @param {string | undefined} acceptLanguage
 */
export function waitingPage(readyPath, acceptLanguage) {
  const { lang, title, text, failed } = words[languageOfHeader(acceptLanguage)];
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 18px/1.6 system-ui, sans-serif; display: grid; place-items: center; min-height: 80vh; }
</style>
<p role="status">${text}</p>
<noscript><meta http-equiv="refresh" content="2"></noscript>
<script>
  fetch('${readyPath}').then(({ ok }) => {
    if (ok) location.reload();
    else document.querySelector('p').textContent = '${failed}';
  });
</script>
</html>
`;
}
