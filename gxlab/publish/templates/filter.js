(function () {
  "use strict";
  var box = document.getElementById("filter-box");
  var input = document.getElementById("filter");
  var count = document.getElementById("filter-count");
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-name]"));
  box.hidden = false;
  input.addEventListener("input", function () {
    var wanted = input.value.trim();
    var shown = 0;
    rows.forEach(function (row) {
      var hit = row.getAttribute("data-name").indexOf(wanted) >= 0;
      row.hidden = !hit;
      if (hit) shown += 1;
    });
    count.textContent = wanted ? "显示" + shown + "个单位" : "";
  });
})();
