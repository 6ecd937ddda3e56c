from holdfast.web.serve import main

raise SystemExit(main())
