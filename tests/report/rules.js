// What is asked of every page that people read. Each rule gives the elements that break it.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const tell = (element) => element.outerHTML.slice(0, 160);
  const named = (ids) => (ids || "").split(/\s+/).every((id) => document.getElementById(id)?.textContent.trim());
  const levels = all("h1, h2, h3, h4, h5, h6").map((heading) => Number(heading.tagName[1]));
  const ids = all("[id]").map((element) => element.id);
  return {
    "the language is told": document.documentElement.lang === "en" ? [] : ["html"],
    "one banner, navigation, main part and footer": ["body > header", "body > nav[aria-label]", "body > main",
      "body > footer"].filter((selector) => all(selector).length !== 1),
    "one first heading": levels.filter((level) => level === 1).length === 1 ? [] : ["h1"],
    "no level of headings is left out": levels.filter((level, n) => level > (n ? levels[n - 1] : 0) + 1).map(String),
    "headings say something": all("h1, h2, h3, h4").filter((one) => !one.textContent.trim()).map(tell),
    "ids are there once": ids.filter((id, n) => ids.indexOf(id) !== n),
    "what names another is there": all("[aria-labelledby]").filter(
      (element) => !named(element.getAttribute("aria-labelledby"))).map(tell),
    "links within the page lead somewhere": all("a[href^='#']").filter(
      (a) => !document.getElementById(a.getAttribute("href").slice(1))).map(tell),
    "links have names": all("a").filter((a) => !a.textContent.trim()).map(tell),
    "tables have captions": all("table").filter((t) => !t.caption?.textContent.trim()).map(tell),
    "heads of tables say of what": all("th").filter((th) => !["col", "row"].includes(th.scope)).map(tell),
    "every row has a head": all("tbody tr").filter((tr) => !tr.querySelector("th[scope=row]")).map(tell),
    "plots are pictures with a name": all("svg").filter(
      (svg) => svg.getAttribute("role") !== "img" || !svg.querySelector("title")?.textContent.trim()).map(tell),
    "times can be read by programs": all("time").filter((t) => isNaN(Date.parse(t.dateTime))).map(tell),
    "what scrolls can be reached": all(".scroll").filter(
      (box) => box.scrollWidth > box.clientWidth + 1 && box.tabIndex !== 0).map(tell),
    "nothing sticks out": all("body *:not(svg *)").filter((element) => !element.closest(".scroll, .hidden, .skip")
      && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(tell),
    "text stands out (4.5 to 1)": faint(),
  };

  function faint() {
    const text = all("body *").filter((element) => !element.closest(".hidden, .skip")
      && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
      && !["TITLE", "DESC"].includes(element.tagName.toUpperCase()) && element.checkVisibility());
    return text.filter((element) => contrast(ink(element), paper(element)) < 4.5).map(tell);
  }
  function ink(element) {
    const style = getComputedStyle(element);
    return parse(element.closest("svg") ? style.fill : style.color);
  }
  function paper(element) {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a] = parse(getComputedStyle(at).backgroundColor);
      if (a !== 0) return [r, g, b];
    }
    return [255, 255, 255];
  }
  function parse(color) {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  }
  function contrast(first, second) {
    const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }
  function luminance([r, g, b]) {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  }
}
