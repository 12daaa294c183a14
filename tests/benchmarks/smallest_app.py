"""What Streamlit itself takes: a page of a title, a button and a table, beside which dashboard_speed.py holds ours."""

import streamlit as st

st.set_page_config(layout="wide")
st.title("The smallest page")
if st.button("Choose"):
    st.html('<p class="chosen">Chosen</p>')
st.dataframe({"Place": [f"Place {number}" for number in range(100)]})
