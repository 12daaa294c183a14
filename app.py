"""Open the dashboard: `streamlit run app.py`; nothing leaves this machine."""

from dashboard.page import main

if __name__ == "__main__":
    main()
