// YASGUI in the place of the plain form, with this endpoint's prefixes and terms; nothing is looked up elsewhere.
(() => {
  "use strict";
  const known = JSON.parse(document.getElementById("known").textContent);
  const plain = document.getElementById("plain");
  const place = document.getElementById("yasgui");
  if (!window.Yasgui) return;
  // The editor marks prefixes that are not declared as errors, though this endpoint knows them: they are declared.
  const declared = (query) => {
    const used = Object.entries(known.prefixes).filter(
      ([name]) => new RegExp(`(^|[^\\w:])${name}:`).test(query) && !new RegExp(`PREFIX\\s+${name}:`, "i").test(query),
    );
    return used.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + query;
  };
  const completer = (name, kind, isValid) => ({
    name,
    bulk: true,
    autoShow: true,
    persistenceId: null,
    isValidCompletionPosition: isValid,
    get: () => Promise.resolve(known.terms[kind]),
  });
  const { Yasgui } = window;
  const { Yasqe } = Yasgui;
  Yasqe.defaults.autocompleters = ["variables"]; // the others ask services elsewhere
  Yasqe.defaults.prefixCcApi = "";
  Yasgui.Yasr.defaults.errorRenderers = [
    async (error) => {
      const shown = document.createElement("pre");
      try {
        shown.textContent = JSON.parse(error.text).error.message;
      } catch {
        return undefined;
      }
      return shown;
    },
  ];
  const before = (yasqe) => yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, yasqe.getCompleteToken());
  Yasqe.registerAutocompleter(completer("xt-class", "class", (yasqe) => before(yasqe).string === "a"), true);
  Yasqe.registerAutocompleter(
    completer("xt-property", "property", (yasqe) => {
      const token = yasqe.getCompleteToken();
      return !/^[?$"'<]/.test(token.string) && before(yasqe).string !== "a" && token.state.possibleCurrent.includes("a");
    }),
    true,
  );
  plain.hidden = true;
  place.hidden = false;
  const endpoint = new URL("/query", location.href).href;
  const gui = new Yasgui(place, {
    autofocus: true,
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [] },
    requestConfig: { endpoint, method: "POST" },
    yasqe: { value: declared(document.getElementById("query").value) },
    yasr: { prefixes: known.prefixes },
    persistenceId: "xiangtu",
  });
  const given = document.getElementById("query");
  if ("edited" in given.dataset) gui.addTab(true, { name: "SPARQL" }).setQuery(declared(given.value));
  const named = () => {
    for (const field of place.querySelectorAll("textarea:not([aria-label])")) field.setAttribute("aria-label", "SPARQL");
    for (const button of place.querySelectorAll(".addTab")) button.setAttribute("role", "tab");
  };
  named();
  new MutationObserver(named).observe(place, { childList: true, subtree: true });
})();
